#include "app/roster/roster_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "form/answer/meant.h"

/* Words in columns of codes: each is one of the form's own, or what a person said that it means, or means nothing yet. */

enum { WORDS_MAX = 200 }; /* of a column: one with more is no column of codes, and its words are refused by row */

/* What a word means: what was said goes before what the form knows, since another system's 1 may be our 3. */
static void
resolve(const struct roster_reading *reading, const struct roster_column *column, struct roster_word *word)
{
	const struct field *field = column->field;
	const struct roster_map_word *line = reading->map ? roster_map_word(reading->map, column->header, field, word->text) : NULL;

	word->choice = line && *line->choice ? list_choice(field->list, line->choice) : NULL;
	if (line && (word->choice || !*line->choice)) {
		word->is = ROSTER_WORD_SAID;
		return;
	}
	word->choice = field_choice_meant(field, roster_map_codes(reading->pack, field), word->text);
	word->is = word->choice || field_says_none(field, word->text) ? ROSTER_WORD_OWN : ROSTER_WORD_UNKNOWN;
}

/* A word of the column, found or made; NULL: there are too many. */
static struct roster_word *
word_of(struct roster_reading *reading, size_t c, const char *text)
{
	struct roster_column *column = &reading->columns[c];

	for (size_t i = 0; i < column->word_count; i++) {
		size_t at = (column->word_last + i) % column->word_count;

		if (strcmp(column->words[at].text, text) == 0) {
			column->word_last = at;
			return &column->words[at];
		}
	}
	if (column->word_count == WORDS_MAX)
		return NULL;
	MEM_GROW(column->words, column->word_count, column->word_cap);
	column->words[column->word_count] = (struct roster_word){ .text = mem_strdup(text) };
	resolve(reading, column, &column->words[column->word_count]);
	return &column->words[column->word_count++];
}

/* Is the text as a whole one word, as a person or the form knows it? */
static bool
is_one_word(const struct roster_reading *reading, const struct roster_column *column, const char *text)
{
	const struct field *field = column->field;

	return field->type != FIELD_SELECT_MULTIPLE || (reading->map && roster_map_word(reading->map, column->header, field, text)) ||
	       field_choice_meant(field, roster_map_codes(reading->pack, field), text);
}

static void
take_word(struct roster_run *run, size_t c, const char *text, struct roster_said *said, struct buf *rest)
{
	struct roster_reading *reading = run->reading;
	const struct list *list = reading->columns[c].field->list;
	struct roster_word *word = word_of(reading, c, text);

	if (word)
		word->rows++;
	if (!word || word->is != ROSTER_WORD_SAID) {
		buf_printf(rest, "%s%s", rest->len ? ";" : "", text);
		return;
	}
	if (!said->chosen)
		said->chosen = mem_array(list->choice_count, sizeof(*said->chosen));
	if (word->choice)
		said->chosen[word->choice - list->choices] = true;
}

/* How many bytes of the text part two words. */
static size_t
pause_length(const char *text)
{
	static const char *const pauses[] = { " ", ",", ";", "|", "、", "，", "；" };

	for (size_t i = 0; i < ARRAY_LEN(pauses); i++)
		if (strncmp(text, pauses[i], strlen(pauses[i])) == 0)
			return strlen(pauses[i]);
	return 0;
}

char *
roster_words_take(struct roster_run *run, size_t c, char *text, struct roster_said *said)
{
	const struct roster_column *column = &run->reading->columns[c];
	struct buf rest = { 0 };

	if (!roster_map_has_words(column->field) || !*text)
		return text;
	if (is_one_word(run->reading, column, text)) {
		take_word(run, c, text, said, &rest);
	} else {
		for (const char *at = text; *at;) {
			size_t pause = pause_length(at), len = 0;
			char *word;

			if (pause) {
				at += pause;
				continue;
			}
			while (at[len] && !pause_length(at + len))
				len++;
			word = mem_strndup(at, len);
			take_word(run, c, word, said, &rest);
			free(word);
			at += len;
		}
	}
	if (!said->chosen) { /* the form reads it by itself */
		buf_release(&rest);
		return text;
	}
	free(text);
	text = mem_strdup(buf_text(&rest));
	buf_release(&rest);
	return text;
}

void
roster_said_add(const struct roster_said *said, const struct field *field, struct value *value)
{
	struct value all = value_list();
	bool several = field->type == FIELD_SELECT_MULTIPLE;

	for (size_t i = 0; said->chosen && i < field->list->choice_count; i++) {
		const char *name = field->list->choices[i].name;
		bool there = said->chosen[i];

		for (size_t k = 0; several && value->type == VALUE_LIST && k < value->list.count && !there; k++)
			there = strcmp(value->list.items[k].text, name) == 0;
		if (there && several)
			value_append_take(&all, value_text(name));
		else if (there)
			*value = value_text(name);
	}
	if (said->chosen && all.list.count) {
		value_release(value);
		*value = all;
	} else {
		value_release(&all);
	}
}

void
roster_said_release(struct roster_said *said)
{
	free(said->chosen);
	said->chosen = NULL;
}

/* ---- what is said */

void
roster_tell_words(struct roster_run *run)
{
	struct roster_reading *reading = run->reading;

	for (size_t c = 0; c < reading->column_count; c++) {
		const struct roster_column *column = &reading->columns[c];
		struct buf words = { 0 };
		char letters[8];

		for (size_t i = 0; i < column->word_count; i++) {
			const struct roster_word *word = &column->words[i];

			reading->unknown_words += word->is == ROSTER_WORD_UNKNOWN;
			if (word->is != ROSTER_WORD_SAID)
				continue;
			buf_text_add(&words, words.len ? _("; ") : "");
			/* Translators: a word of a table, and the option that it means. */
			if (word->choice)
				buf_printf(&words, n_("\"%s\" is %s (%zu row)", "\"%s\" is %s (%zu rows)", word->rows), word->text,
					   label_text(&word->choice->label, _("en")), word->rows);
			else
				buf_printf(&words, n_("\"%s\" is left empty (%zu row)", "\"%s\" is left empty (%zu rows)", word->rows),
					   word->text, word->rows);
		}
		table_column_letters(c, letters);
		if (words.len)
			roster_note(reading, _("words of column %s \"%s\" are taken for what they were said to mean: %s"), letters,
				    column->header, buf_text(&words));
		buf_release(&words);
	}
}
