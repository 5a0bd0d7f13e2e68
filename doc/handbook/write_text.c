#include "book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* The handbook as text, for any terminal. */

#define TEXT_COLS 78

static void
add_rule(struct buf *out, char of, size_t cols)
{
	for (size_t i = 0; i < cols; i++)
		buf_char(out, of);
	buf_char(out, '\n');
}

/* The bytes of a line of at most `cols`: up to a blank, or between two characters that are two cells wide. */
static size_t
line_len(const char *text, size_t cols)
{
	size_t used, len = text_fit(text, cols, &used), cut = len;

	if (!text[len])
		return len;
	while (cut && text[cut] != ' ' && !((unsigned char)text[cut] >= 0xe3 && (unsigned char)text[cut] < 0xef))
		cut--;
	return cut ? cut : len;
}

/* A paragraph behind `mark`; its further lines stand below its first word. */
static void
add_paragraph(struct buf *out, const char *mark, const char *text)
{
	size_t indent = text_cells(mark);

	buf_text_add(out, mark);
	while (*text) {
		size_t len = line_len(text, TEXT_COLS - indent);

		buf_add(out, text, len);
		buf_char(out, '\n');
		text += len + strspn(text + len, " ");
		for (size_t i = 0; *text && i < indent; i++)
			buf_char(out, ' ');
	}
}

static enum status
add_chapter(const struct handbook *book, const struct handbook_chapter *chapter, struct buf *out, struct err *err)
{
	enum status status = STATUS_OK;
	char mark[16];

	for (size_t i = 0; i < chapter->count && !status; i++) {
		const struct handbook_item *item = &chapter->items[i];

		if (item->kind == HANDBOOK_DEED)
			continue;
		buf_char(out, '\n');
		switch (item->kind) {
		case HANDBOOK_HEADING:
			buf_printf(out, "%s\n", item->text);
			add_rule(out, '-', text_cells(item->text));
			break;
		case HANDBOOK_STEP:
			snprintf(mark, sizeof(mark), "%2d. ", item->number);
			add_paragraph(out, mark, item->text);
			break;
		case HANDBOOK_WRONG:
			add_paragraph(out, "    ! ", item->text);
			break;
		case HANDBOOK_PAGE:
			add_rule(out, '.', HANDBOOK_COLS);
			status = handbook_page(book, chapter, item->text, out, err);
			add_rule(out, '.', HANDBOOK_COLS);
			break;
		case HANDBOOK_PARAGRAPH:
		case HANDBOOK_DEED:
			add_paragraph(out, "", item->text);
			break;
		}
	}
	return status;
}

static void
add_title(struct buf *out, const struct handbook_chapter *chapter)
{
	buf_printf(out, "%s\n", chapter->title);
	add_rule(out, '=', text_cells(chapter->title));
	buf_printf(out, "%s\n", chapter->who);
}

enum status
handbook_write_text(const struct handbook *book, struct buf *out, struct err *err)
{
	enum status status;

	add_title(out, &book->preface);
	status = add_chapter(book, &book->preface, out, err);
	buf_printf(out, "\n%s\n", handbook_contents(book));
	add_rule(out, '-', text_cells(handbook_contents(book)));
	for (size_t i = 0; i < book->count; i++)
		buf_printf(out, "  %zu  %s  (%s)\n", i + 1, book->chapters[i].title, book->chapters[i].who);
	for (size_t i = 0; i < book->count && !status; i++) {
		buf_printf(out, "\n\n%zu  ", i + 1);
		add_title(out, &book->chapters[i]);
		status = add_chapter(book, &book->chapters[i], out, err);
	}
	return status;
}
