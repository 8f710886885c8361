import json
import os

import boto3
from aws_lambda_powertools import Logger, Tracer

logger = Logger(service="receipts")
tracer = Tracer(service="receipts")
ses = boto3.client("ses")

TEMPLATES = {
    "en": "Thank you for your order {order}.",
    "de": "Vielen Dank für Ihre Bestellung {order}.",
}


def render(order, language):
    # Customers who never chose a language have none: this is the KeyError in the logs.
    template = TEMPLATES[language]
    return template.format(order=order)


def send(message):
    text = render(message["cart"], message.get("language"))
    ses.send_email(
        Source=os.environ["SENDER"],
        Destination={"ToAddresses": [message["customer"]]},
        Message={"Subject": {"Data": "Your order"}, "Body": {"Text": {"Data": text}}},
    )


@tracer.capture_lambda_handler
@logger.inject_lambda_context
def handler(event, context):
    for record in event["Records"]:
        message = json.loads(record["body"])
        logger.info("sending receipt", extra={"cart": message["cart"]})
        send(message)
