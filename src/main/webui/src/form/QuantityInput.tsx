import {
  FormSelect,
  FormSelectOption,
  InputGroup,
  InputGroupItem,
  TextInput,
} from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { helpId } from "./Help";
import { type Field, elementId } from "./faults";
import type { Quantity } from "./quantity";

interface QuantityInputProps<U extends string> {
  field: Field;
  /** What it is, where no label stands beside it. */
  label?: string;
  value: Quantity<U>;
  units: readonly U[];
  isWrong: boolean;
  onChange: (value: Quantity<U>) => void;
  onLeave: () => void;
}

/** An amount and its unit. */
export function QuantityInput<U extends string>({
  field,
  label,
  value,
  units,
  isWrong,
  onChange,
  onLeave,
}: QuantityInputProps<U>) {
  const { t } = useTranslation();
  return (
    <InputGroup className="kurier-quantity">
      <InputGroupItem isFill>
        <TextInput
          id={elementId(field)}
          {...(label === undefined ? {} : { "aria-label": label })}
          aria-describedby={helpId(field)}
          inputMode="decimal"
          autoComplete="off"
          value={value.amount}
          validated={isWrong ? "error" : "default"}
          onChange={(_event, amount) => onChange({ ...value, amount })}
          onBlur={onLeave}
        />
      </InputGroupItem>
      <InputGroupItem>
        <FormSelect
          aria-label={t("form.unit.label")}
          value={value.unit}
          onChange={(_event, unit) => onChange({ ...value, unit: unit as U })}
        >
          {units.map((unit) => (
            <FormSelectOption key={unit} value={unit} label={t(`form.unit.${unit}`)} />
          ))}
        </FormSelect>
      </InputGroupItem>
    </InputGroup>
  );
}
