// What lies over the canvas for a moment: the question before something is removed, the keys.

import { KeysDialog } from "./KeysDialog";
import { RemoveDialog } from "./RemoveDialog";

export default function Over() {
  return (
    <>
      <RemoveDialog />
      <KeysDialog />
    </>
  );
}
