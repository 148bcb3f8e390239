// The canvas of automations: designed in the builder, or shown with the path of a run.

import { mount } from "../shared/mount";
import { island } from "./state";
import { FlowPage } from "./view/FlowPage";
import { TracePage } from "./view/TracePage";

mount(island().mode === "trace" ? <TracePage /> : <FlowPage />);
