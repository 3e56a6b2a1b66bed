import { MenuToggle, Select, SelectList, SelectOption } from "@patternfly/react-core";
import { useState, type ReactNode } from "react";

export type Option<T extends string> = { value: T; label: string; description?: string };

type ChoiceProps<T extends string> = {
  /** What is chosen, for screen readers and before the value: "Status". */
  label: string;
  value: T;
  options: readonly Option<T>[];
  onChange: (value: T) => void;
  /** In place of the label and the value. */
  icon?: ReactNode;
  /** Beside the icon. */
  text?: string;
  plain?: boolean;
  fullWidth?: boolean;
};

/** One of several, in a menu. */
export function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
  icon,
  text,
  plain = false,
  fullWidth = false,
}: ChoiceProps<T>) {
  const [open, setOpen] = useState(false);
  const chosen = options.find((option) => option.value === value)?.label ?? value;
  const name = `${label}: ${text ?? chosen}`;
  const iconOnly = icon !== undefined && text === undefined;
  return (
    <Select
      isOpen={open}
      onOpenChange={setOpen}
      selected={value}
      onSelect={(_event, selected) => {
        const option = options.find((one) => one.value === selected);
        if (option !== undefined) {
          onChange(option.value);
        }
        setOpen(false);
      }}
      isScrollable={options.length > 8}
      shouldFocusFirstItemOnOpen
      shouldFocusToggleOnSelect
      popperProps={{ position: plain ? "right" : "left" }}
      toggle={(toggle) => (
        <MenuToggle
          ref={toggle}
          variant={iconOnly ? "plain" : plain ? "plainText" : "default"}
          icon={icon}
          aria-label={name}
          title={iconOnly ? name : undefined}
          isExpanded={open}
          isFullWidth={fullWidth}
          onClick={() => setOpen(!open)}
        >
          {iconOnly ? null : (text ?? name)}
        </MenuToggle>
      )}
    >
      <SelectList aria-label={label}>
        {options.map((option) => (
          <SelectOption
            key={option.value}
            value={option.value}
            isSelected={option.value === value}
            description={option.description}
          >
            {option.label}
          </SelectOption>
        ))}
      </SelectList>
    </Select>
  );
}
