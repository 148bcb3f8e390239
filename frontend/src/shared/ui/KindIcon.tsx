// The icon that a kind names; those of all kinds are generated, so that a new one brings its own.

import { icons } from "../../generated/icons";

export function KindIcon({ name, size = 16 }: { readonly name: string; readonly size?: number }) {
  const Icon = icons[name];
  return Icon ? <Icon size={size} aria-hidden="true" /> : null;
}
