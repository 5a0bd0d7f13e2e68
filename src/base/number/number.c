#include "base/number/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char digits[] = "0123456789";

bool
number_read(const char *text, double *out)
{
	const char *at = text + (*text == '-');
	size_t whole = strspn(at, digits);
	double number;

	at += whole;
	if (*at == '.') {
		size_t fraction = strspn(++at, digits);

		if (!fraction)
			return false;
		at += fraction;
	}
	if (!whole || *at)
		return false;
	number = strtod(text, NULL); /* LC_NUMERIC stays "C" (main.c) */
	if (!isfinite(number))
		return false;
	*out = number;
	return true;
}

void
number_write(double number, char out[NUMBER_TEXT_MAX])
{
	int places = fabs(number) < 1 ? 20 : 0;

	/* Whoever types up to fifteen digits gets just these back; of what was calculated ten are enough. */
	snprintf(out, NUMBER_TEXT_MAX, "%.15g", number);
	if (strtod(out, NULL) != number)
		snprintf(out, NUMBER_TEXT_MAX, "%.10g", number);
	if (!strchr(out, 'e'))
		return;
	snprintf(out, NUMBER_TEXT_MAX, "%.*f", places, number);
	for (size_t len = strlen(out); places && (out[len - 1] == '0' || out[len - 1] == '.') && len > 1;) {
		bool point = out[len - 1] == '.';

		out[--len] = '\0';
		if (point)
			break;
	}
	if (strcmp(out, "-0") == 0)
		strcpy(out, "0");
}
