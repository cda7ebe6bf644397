// Scores and notes once the interview is over.

import { Panel } from "./panel.js";

new Panel();
