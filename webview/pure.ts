import { Component } from 'preact';

/** A component that renders anew only when one of its props is another value: rows and bars, of which scrolling keeps most. */
export abstract class PureComponent<Props extends object> extends Component<Props> {
  override shouldComponentUpdate(next: Props): boolean {
    const keys = Object.keys(next) as (keyof Props)[];
    return keys.some((key) => next[key] !== this.props[key]);
  }
}
