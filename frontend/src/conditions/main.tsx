// A condition tried on the members there are.

import { mount } from "../shared/mount";
import { TryPage } from "./TryPage";

mount(<TryPage />);
