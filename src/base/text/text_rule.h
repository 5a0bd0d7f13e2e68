#ifndef BASE_TEXT_RULE_H
#define BASE_TEXT_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/err.h"

/* What may stand in a step: one rule of text for every way in (screens, JSON, rosters, names, reasons). Fixed by Unicode 15 for ever, since
 * signed bytes depend on it; doc/file-format, "The step". Refused: what is not UTF-8; C0 and C1 controls but \n and \t; U+007F; line and
 * paragraph separators; interlinear marks; noncharacters; Default_Ignorable_Code_Point, bidirectional controls among them, but the
 * Mongolian selectors right after a Mongolian letter; more than eight marks in a row. */

#define TEXT_MARKS_MAX 8

enum text_flaw_kind { TEXT_FINE, TEXT_NOT_UTF8, TEXT_CONTROL, TEXT_INVISIBLE, TEXT_MARKS };

/* Reads characters one after another; zero-initialise before the first. */
struct text_rule {
	uint32_t before; /* the last character that was no Mongolian selector */
	int marks;	 /* how many marks stand before the next one */
};
/* May this character stand here? */
enum text_flaw_kind text_rule_next(struct text_rule *rule, uint32_t c);

struct text_flaw {
	enum text_flaw_kind kind;
	uint32_t c;			    /* the character; of TEXT_NOT_UTF8 the byte */
	size_t at_byte, len_bytes, at_char; /* where it stands; characters are counted from 1 */
};
/* The first that may not stand; false: the text is fine. */
bool text_has_flaw(const char *text, size_t len, struct text_flaw *flaw);
/* A sentence that names the character and its place; caller frees. */
char *text_flaw_sentence(const struct text_flaw *flaw);
/* INVALID with that sentence, and the text behind it. */
MUST_CHECK enum status text_check(const char *text, struct err *err);
/* The text without what may not stand; *left_out: how many characters. Caller frees. */
char *text_mended(const char *text, size_t len, size_t *left_out);

#endif
