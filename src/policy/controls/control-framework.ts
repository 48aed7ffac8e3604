/** Whether a check is about what the control asks for, or about a part or a sign of it. */
export type ControlRelation = 'direct' | 'supporting';

export interface Control {
  /** As the publisher writes it, such as `1.4.4` or `SC-7(5)`; unique in its framework. */
  readonly id: string;
  readonly title: string;
  /** Null where the framework's own URL is the nearest. */
  readonly url: string | null;
}

/** One line of the map: checks of this category give evidence for this control. */
export interface ControlMapping {
  readonly category: string;
  readonly control: string;
  readonly relation: ControlRelation;
}

/** A framework and what of it the checks are evidence for, as one of the files in `rules/controls` has it. */
export interface ControlFramework {
  /** Such as `pci-dss`: a rule names a control as `pci-dss:1.4.4`. */
  readonly framework: string;
  readonly version: string;
  readonly title: string;
  readonly url: string;
  /** What a report says with it: what the evidence is worth and what it is not. */
  readonly statement: string;
  readonly controls: readonly Control[];
  readonly map: readonly ControlMapping[];
}
