// The ladder editor: tiers as rungs, thresholds on one axis, what becomes of a tier as questions.

import { mount } from "../shared/mount";
import { LadderPage } from "./view/LadderPage";

mount(<LadderPage />);
