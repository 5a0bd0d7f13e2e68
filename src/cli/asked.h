#ifndef CLI_ASKED_H
#define CLI_ASKED_H

#include <stdbool.h>

#include "app/session/shown.h"

/* A question of a command whose words hang on the file: asked, and asked again where they are others by the time of the answer. */

struct cli_asked {
	struct act_shown shown; /* `words` are made by the first look */
	bool yes;		/* it was said on the command line, whatever there is to say, */
	bool tells;		/* ... which is told all the same */
	/* Tells the words and asks, or without a terminal names the option; is it yes? Words that ask nothing ("") are not told. */
	bool (*agrees)(const char *words);
};

/* CONFLICT: the answer was no. Else as act_as_shown. */
MUST_CHECK enum status cli_act_as_asked(struct app *app, struct cli_asked *asked, struct err *err);

#endif
