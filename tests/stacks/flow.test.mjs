// flow: what a customer does first, in a browser, behind whatever web server stands there.

import { OWNER, PLACE, PRIMARY, wholeFlow } from '../browser/flow.js';
import * as portal from '../browser/portal.js';

portal.chapter(`the flow behind ${process.env.POINTPERSON_SERVER}`,
    { email: OWNER, place: PLACE, primary: PRIMARY }, () => {
	portal.story('sign-in, a contact person, a code, saved', async visit =>
	    wholeFlow(await visit()));
});
