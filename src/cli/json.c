#include "cli/json.h"

#include <stdio.h>

#include "app/app.h"

void
cli_print_json(const struct value *value)
{
	struct buf text = { 0 };

	app_json(value, &text);
	printf("%s\n", buf_text(&text));
	buf_release(&text);
}
