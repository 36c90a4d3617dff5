/* page */
#include <stdio.h>
#include "domain/session.h"
#include "domain/held_form.h"
