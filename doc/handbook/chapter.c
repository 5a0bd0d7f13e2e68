#include "chapter.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"

#define CHAPTER_BYTES_MOST (256 * 1024)

/* What a test can do, and what it can ask of the page that it then sees. */
static const char *const deeds[] = { "day", "laptop", "keys", "type", "shows", "gone", "choose", "run", "secret", "code" };

struct reading {
	struct handbook_chapter *chapter;
	const char *path;
	size_t line;
	struct handbook_item *open; /* the text that the next line goes on with; NULL: none */
	int steps;
	bool has_page; /* of the step that was read last */
	struct err *err;
};

static enum status
fault(const struct reading *reading, const char *what)
{
	return err_set(reading->err, STATUS_INVALID, "%s:%zu: %s", reading->path, reading->line, what);
}

static struct handbook_item *
add(struct reading *reading, enum handbook_kind kind, const char *text)
{
	struct handbook_chapter *chapter = reading->chapter;
	struct handbook_item *item;

	MEM_GROW(chapter->items, chapter->count, chapter->cap);
	item = &chapter->items[chapter->count++];
	*item = (struct handbook_item){ .kind = kind, .text = mem_strdup(text), .line = reading->line };
	return item;
}

/* A line of text goes on with the one above: between two characters of Chinese without a blank. */
static void
go_on(struct handbook_item *item, const char *text)
{
	size_t len = strlen(item->text);
	bool chinese = len >= 3 && (unsigned char)item->text[len - 3] >= 0xe2 && (unsigned char)*text >= 0xe2;
	char *joined = mem_printf("%s%s%s", item->text, chinese ? "" : " ", text);

	free(item->text);
	item->text = joined;
}

/* The text behind "NAME:" at the start of a line; NULL: the line begins otherwise. */
static const char *
behind(const char *line, const char *name)
{
	size_t len = strlen(name);

	if (strncmp(line, name, len) != 0 || line[len] != ':')
		return NULL;
	return line + len + 1 + strspn(line + len + 1, " ");
}

static enum status
read_step(struct reading *reading, const char *line)
{
	char *rest;
	long number = strtol(line, &rest, 10);

	if (reading->steps && !reading->has_page)
		return fault(reading, "no page is captured of the step above");
	if (number != ++reading->steps)
		return fault(reading, "the steps are not numbered one after the other");
	reading->has_page = false;
	reading->open = add(reading, HANDBOOK_STEP, rest + 1 + strspn(rest + 1, " "));
	reading->open->number = (int)number;
	return STATUS_OK;
}

static bool
is_step(const char *line)
{
	size_t digits = strspn(line, "0123456789");

	return digits && line[digits] == '.' && line[digits + 1] == ' ';
}

/* A line that a test reads; *is false: it is none. */
static enum status
read_deed(struct reading *reading, const char *line, bool *is)
{
	size_t len = strspn(line, "abcdefghijklmnopqrstuvwxyz");
	const char *text;

	*is = len && line[len] == ':';
	if (!*is)
		return STATUS_OK;
	reading->open = NULL;
	text = behind(line, "page");
	if (text) {
		add(reading, HANDBOOK_PAGE, text);
		reading->has_page = true;
		return STATUS_OK;
	}
	for (size_t i = 0; i < ARRAY_LEN(deeds); i++)
		if ((text = behind(line, deeds[i])) != NULL) {
			add(reading, HANDBOOK_DEED, text)->deed = mem_strdup(deeds[i]);
			return STATUS_OK;
		}
	return fault(reading, "a test does no such thing");
}

static enum status
read_line(struct reading *reading, char *line)
{
	enum status status = STATUS_OK;
	bool is_deed = false;
	const char *who;

	line += strspn(line, " ");
	for (size_t len = strlen(line); len && isspace((unsigned char)line[len - 1]); len--)
		line[len - 1] = '\0';
	if (!*line) {
		reading->open = NULL;
	} else if (!reading->chapter->title) {
		reading->chapter->title = mem_strdup(line);
	} else if (!reading->chapter->who && (who = behind(line, "for")) != NULL) {
		reading->chapter->who = mem_strdup(who);
	} else if (strncmp(line, "== ", 3) == 0) {
		add(reading, HANDBOOK_HEADING, line + 3);
		reading->open = NULL;
	} else if (is_step(line)) {
		status = read_step(reading, line);
	} else if (strncmp(line, "! ", 2) == 0) {
		reading->open = add(reading, HANDBOOK_WRONG, line + 2);
	} else {
		status = read_deed(reading, line, &is_deed);
		if (!status && !is_deed) {
			if (reading->open)
				go_on(reading->open, line);
			else
				reading->open = add(reading, HANDBOOK_PARAGRAPH, line);
		}
	}
	return status;
}

enum status
handbook_chapter_read(const char *path, const char *name, struct handbook_chapter *out, struct err *err)
{
	struct reading reading = { .chapter = out, .path = path, .err = err };
	struct buf text = { 0 };
	char *rest, *line;
	enum status status = file_read(path, CHAPTER_BYTES_MOST, &text, err);

	*out = (struct handbook_chapter){ .name = mem_strdup(name) };
	rest = text.data;
	while (!status && rest && (line = strsep(&rest, "\n")) != NULL) {
		reading.line++;
		status = read_line(&reading, line);
	}
	if (!status && (!out->title || !out->who))
		status = fault(&reading, "no title, or not whom it is for");
	if (!status && reading.steps && !reading.has_page)
		status = fault(&reading, "no page is captured of the last step");
	buf_release(&text);
	if (status)
		handbook_chapter_release(out);
	return status;
}

void
handbook_chapter_release(struct handbook_chapter *chapter)
{
	for (size_t i = 0; i < chapter->count; i++) {
		free(chapter->items[i].deed);
		free(chapter->items[i].text);
	}
	free(chapter->items);
	free(chapter->name);
	free(chapter->title);
	free(chapter->who);
	*chapter = (struct handbook_chapter){ 0 };
}
