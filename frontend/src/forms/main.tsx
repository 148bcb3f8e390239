// The editor of forms.

import { mount } from "../shared/mount";
import { FormsPage } from "./view/FormsPage";

mount(<FormsPage />);
