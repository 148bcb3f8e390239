// Asks how a step is to go: alone, or with everything below it.

import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { w } from "../../shared/words";
import { nameAt, remove } from "../actions";
import { goneAlone } from "../model/edits";
import { below } from "../model/graph";
import { graphNow, stand, useHand } from "../state";

export function RemoveDialog() {
  const key = useHand((now) => now.removing);
  if (key === null) return null;
  const graph = graphNow();
  const name = nameAt(key);
  const all = below(graph, key).size;
  const alone = goneAlone(graph, key).size;
  const leave = () => {
    useHand.setState({ removing: null });
    stand(key);
  };
  return (
    <Dialog
      open
      title={w(`删除“${name}”`, `Delete ${name}`)}
      onClose={leave}
      foot={
        <>
          {all > 1 && all > alone ? (
            <Button look="danger" onClick={() => remove(key, "below")}>
              {w(`连同下面共 ${all} 步`, `All ${all} steps from here`)}
            </Button>
          ) : null}
          <Button look="primary" onClick={() => remove(key, "alone")}>
            {alone > 1
              ? w(`删除 ${alone} 步，接上第一路`, `Delete ${alone}, keep the first way`)
              : w("只删这一步", "Only this step")}
          </Button>
        </>
      }
    >
      <p>
        {alone > 1
          ? w(
              `上面的步骤会直接接到它的第一路；只通过其他路到达的 ${alone - 1} 步会一起删除。`,
              `What came before goes on with its first way; ${alone - 1} reached only by its other ways go too.`,
            )
          : w(
              "上面的步骤会直接接到它后面的步骤。删除之后可以撤销。",
              "What came before goes on with what came after. It can be undone.",
            )}
      </p>
    </Dialog>
  );
}
