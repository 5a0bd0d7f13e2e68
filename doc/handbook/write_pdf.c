#include "book.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "paper/printed.h"

/* The handbook as PDF: the preface with the list of chapters, then a paper a chapter. */

#define MADE_UNIX 0 /* it says of itself no other time than the last handbook did: the same texts give the same file */

static enum status
add_page(const struct handbook *book, const struct handbook_chapter *chapter, const char *name, struct printed *out, struct err *err)
{
	struct buf page = { 0 };
	enum status status = handbook_page(book, chapter, name, &page, err);

	if (!status) {
		struct printed_block *block = printed_add(out, PRINTED_SCREEN);

		block->columns = HANDBOOK_COLS;
		block->text = buf_detach(&page);
	}
	buf_release(&page);
	return status;
}

static enum status
add_chapter(const struct handbook *book, const struct handbook_chapter *chapter, struct printed *out, struct err *err)
{
	enum status status = STATUS_OK;
	char *text;

	printed_add_text(out, PRINTED_CENTRE, chapter->who);
	for (size_t i = 0; i < chapter->count && !status; i++) {
		const struct handbook_item *item = &chapter->items[i];

		switch (item->kind) {
		case HANDBOOK_HEADING:
			printed_add_text(out, PRINTED_HEAD, item->text);
			break;
		case HANDBOOK_STEP:
			text = mem_printf("%d. %s", item->number, item->text);
			printed_add_text(out, PRINTED_LINE, text);
			free(text);
			break;
		case HANDBOOK_WRONG:
			text = mem_printf("! %s", item->text);
			printed_add_text(out, PRINTED_LINE, text);
			free(text);
			break;
		case HANDBOOK_PAGE:
			status = add_page(book, chapter, item->text, out, err);
			break;
		case HANDBOOK_PARAGRAPH:
			printed_add_text(out, PRINTED_LINE, item->text);
			break;
		case HANDBOOK_DEED:
			break;
		}
	}
	return status;
}

enum status
handbook_write_pdf(const struct handbook *book, struct buf *out, struct err *err)
{
	struct printed papers[HANDBOOK_CHAPTERS_MOST + 1] = { 0 };
	enum status status = printed_can(err);
	char *text;

	papers[0].title = mem_strdup(book->preface.title);
	if (!status)
		status = add_chapter(book, &book->preface, &papers[0], err);
	printed_add_text(&papers[0], PRINTED_HEAD, handbook_contents(book));
	for (size_t i = 0; i < book->count && !status; i++) {
		const struct handbook_chapter *chapter = &book->chapters[i];

		text = mem_printf("%zu  %s (%s)", i + 1, chapter->title, chapter->who);
		printed_add_text(&papers[0], PRINTED_LINE, text);
		free(text);
		papers[i + 1].title = mem_printf("%zu  %s", i + 1, chapter->title);
		status = add_chapter(book, chapter, &papers[i + 1], err);
	}
	if (!status)
		status = printed_write(papers, book->count + 1, MADE_UNIX, out, err);
	for (size_t i = 0; i <= book->count; i++)
		printed_release(&papers[i]);
	return status;
}
