// The editor of objects and fields.

import { mount } from "../shared/mount";
import { ObjectsPage } from "./view/ObjectsPage";

mount(<ObjectsPage />);
