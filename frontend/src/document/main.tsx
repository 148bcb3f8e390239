// The whole draft as text, for those who ask for it.

import { mount } from "../shared/mount";
import { DocumentPage } from "./DocumentPage";

mount(<DocumentPage />);
