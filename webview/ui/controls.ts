import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { createElement, type ComponentChildren, type RefObject, type VNode } from 'preact';

// The only file that knows the toolkit: it is archived, and leaving it should touch one file.
provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodeTextField(),
);

export interface ButtonProps {
  readonly kind?: 'primary' | 'secondary' | 'icon';
  /** Spoken and shown as tooltip; needed where the content is only an icon. */
  readonly label?: string;
  /** The tooltip where it says more than the label. */
  readonly hint?: string;
  readonly disabled?: boolean;
  /** For a button that switches something on and off. */
  readonly pressed?: boolean;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

export function Button({
  kind = 'secondary',
  label,
  hint = label,
  disabled = false,
  pressed,
  onClick,
  children,
}: ButtonProps): VNode {
  const props = {
    appearance: kind,
    disabled,
    onClick,
    title: hint,
    'aria-label': label,
    'aria-pressed': pressed === undefined ? undefined : String(pressed),
    class: pressed === true ? 'pressed' : undefined,
  };
  return toolkitElement('vscode-button', props, children);
}

export interface TextFieldProps {
  readonly value: string;
  readonly label: string;
  readonly placeholder: string;
  readonly fieldRef: RefObject<HTMLElement | null>;
  readonly onInput: (value: string) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** Shown inside, at the end. */
  readonly children?: ComponentChildren;
}

export function TextField(props: TextFieldProps): VNode {
  const { value, label, placeholder, fieldRef, onInput, onKeyDown, children } = props;
  const attributes = {
    value,
    placeholder,
    'aria-label': label,
    ref: fieldRef,
    onInput: (event: Event) => onInput(valueOf(event)),
    onKeyDown,
  };
  return toolkitElement('vscode-text-field', attributes, createElement('section', { slot: 'end' }, children));
}

export interface DropdownProps<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly onChange: (value: Value) => void;
}

export function Dropdown<Value extends string>({ value, label, options, onChange }: DropdownProps<Value>): VNode {
  const items = options.map((option) =>
    toolkitElement('vscode-option', { key: option.value, value: option.value }, option.text),
  );
  const change = (event: Event): void => onChange(valueOf(event) as Value);
  return toolkitElement('vscode-dropdown', { value, 'aria-label': label, onChange: change }, items);
}

export interface CheckboxProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children: ComponentChildren;
}

export function Checkbox({ checked, onChange, children }: CheckboxProps): VNode {
  const change = (event: Event): void => {
    const now = (event.currentTarget as HTMLInputElement).checked;
    if (now !== checked) onChange(now); // it also reports what was set from outside
  };
  return toolkitElement('vscode-checkbox', { checked, onChange: change }, children);
}

function valueOf(event: Event): string {
  return (event.currentTarget as HTMLInputElement).value;
}

/** Preact sets what an element has as a property, the rest as attributes: right for custom elements, but untyped. */
function toolkitElement(tag: string, props: Readonly<Record<string, unknown>>, children: ComponentChildren): VNode {
  return createElement(tag, props as object, children);
}
