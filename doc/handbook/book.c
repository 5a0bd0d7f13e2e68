#include "book.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"

#define FILE_BYTES_MOST (256 * 1024)

static enum status
read_chapter(const struct handbook *book, const char *name, struct handbook_chapter *out, struct err *err)
{
	char *path = mem_printf("%s/%s/%s", book->folder, book->lang, name);
	enum status status = handbook_chapter_read(path, name, out, err);

	free(path);
	return status;
}

enum status
handbook_read(const char *folder, const char *lang, struct handbook *out, struct err *err)
{
	char *path = file_join(folder, "order"), *rest, *name;
	struct buf order = { 0 };
	enum status status;

	*out = (struct handbook){ .folder = folder, .lang = lang };
	status = file_read(path, FILE_BYTES_MOST, &order, err);
	if (!status)
		status = read_chapter(out, "preface", &out->preface, err);
	rest = order.data;
	while (!status && rest && (name = strsep(&rest, "\n")) != NULL)
		if (*name && out->count < HANDBOOK_CHAPTERS_MOST) {
			status = read_chapter(out, name, &out->chapters[out->count], err);
			out->count += !status;
		}
	buf_release(&order);
	free(path);
	return status;
}

void
handbook_release(struct handbook *book)
{
	handbook_chapter_release(&book->preface);
	for (size_t i = 0; i < book->count; i++)
		handbook_chapter_release(&book->chapters[i]);
}

enum status
handbook_page(const struct handbook *book, const struct handbook_chapter *chapter, const char *name, struct buf *out, struct err *err)
{
	char *path = mem_printf("%s/pages/%s/%s-%s", book->folder, book->lang, chapter->name, name), *rest, *row;
	struct buf whole = { 0 };
	size_t blank = 0;
	enum status status = file_read(path, FILE_BYTES_MOST, &whole, err);

	rest = whole.data;
	while (!status && rest && (row = strsep(&rest, "\n")) != NULL) {
		if (!*row) {
			blank++;
			continue;
		}
		if (blank && out->len)
			buf_char(out, '\n');
		blank = 0;
		buf_printf(out, "%s\n", row);
	}
	buf_release(&whole);
	free(path);
	return status;
}

const char *
handbook_contents(const struct handbook *book)
{
	return strcmp(book->lang, "zh") == 0 ? "目录" : "Contents";
}
