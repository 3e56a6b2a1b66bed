import { Divider, Dropdown, DropdownItem, DropdownList, MenuToggle } from "@patternfly/react-core";
import EllipsisVIcon from "@patternfly/react-icons/dist/esm/icons/ellipsis-v-icon";
import { useState } from "react";

export type Action = {
  label: string;
  onSelect: () => void;
  danger?: boolean;
  disabled?: boolean;
  /** Whether a line sets it apart from those above. */
  apart?: boolean;
};

type ActionMenuProps = {
  /** What it acts on, for screen readers: "Actions for Orders". */
  label: string;
  actions: Action[];
};

/** The menu behind a vertical ellipsis. */
export function ActionMenu({ label, actions }: ActionMenuProps) {
  const [open, setOpen] = useState(false);
  return (
    <Dropdown
      isOpen={open}
      onOpenChange={setOpen}
      onSelect={() => setOpen(false)}
      popperProps={{ position: "right" }}
      shouldFocusFirstItemOnOpen
      shouldFocusToggleOnSelect
      toggle={(toggle) => (
        <MenuToggle
          ref={toggle}
          variant="plain"
          icon={<EllipsisVIcon />}
          aria-label={label}
          isExpanded={open}
          onClick={() => setOpen(!open)}
        />
      )}
    >
      <DropdownList>
        {actions.flatMap(({ label: text, onSelect, danger, disabled, apart }) => [
          apart === true ? <Divider key={`${text}-line`} component="li" /> : null,
          <DropdownItem key={text} isDanger={danger} isDisabled={disabled} onClick={onSelect}>
            {text}
          </DropdownItem>,
        ])}
      </DropdownList>
    </Dropdown>
  );
}
