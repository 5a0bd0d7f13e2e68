#ifndef CLI_JSON_H
#define CLI_JSON_H

#include "base/value.h"

/* What --json prints. Everything that the commands give to programs becomes JSON here, and nowhere else. */

void cli_print_json(const struct value *value); /* and the end of the line */

#endif
