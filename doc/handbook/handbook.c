#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/file.h"
#include "base/mem.h"
#include "book.h"

/* handbook FOLDER LOCALE OUT: the handbook of FOLDER as OUT/handbook.LANG.txt, .html and .pdf in each language, and OUT/handbook.roles. LOCALE: the catalogues of messages. A PDF that
 * no font here can show is left out, with a word about it. */

static const struct {
	const char *ending;
	bool may_lack;
	enum status (*write)(const struct handbook *book, struct buf *out, struct err *err);
} forms[] = {
	{ "txt", false, handbook_write_text },
	{ "html", false, handbook_write_html },
	{ "pdf", true, handbook_write_pdf },
};

static enum status
write_form(const struct handbook *book, size_t form, const char *folder, struct err *err)
{
	char *path = mem_printf("%s/handbook.%s.%s", folder, book->lang, forms[form].ending);
	struct buf out = { 0 };
	enum status status = forms[form].write(book, &out, err);

	remove(path);
	if (!status) {
		status = file_write(path, out.data, out.len, 0644, err);
	} else if (status == STATUS_INVALID && forms[form].may_lack) {
		fprintf(stderr, "handbook: left out %s: %s\n", path, err->text);
		*err = (struct err){ 0 };
		status = STATUS_OK;
	}
	buf_release(&out);
	free(path);
	return status;
}

/* A line for each role that a chapter is for: the role, or - for nobody, and the chapter's number; so that the program opens the right one. */
static enum status
write_roles(const struct handbook *book, const char *folder, struct err *err)
{
	char *from = file_join(book->folder, "roles"), *to = file_join(folder, "handbook.roles"), *rest, *line, *name;
	struct buf roles = { 0 }, out = { 0 };
	enum status status = file_read(from, 4096, &roles, err);

	rest = status ? NULL : roles.data;
	while (rest && !status && (line = strsep(&rest, "\n")) != NULL) {
		size_t number = 0;

		if (!*line)
			continue;
		name = strchr(line, ' ');
		for (size_t i = 0; name && i < book->count; i++)
			if (strcmp(book->chapters[i].name, name + 1) == 0)
				number = i + 1;
		if (!number)
			status = err_set(err, STATUS_INVALID, "roles: \"%s\" names no chapter", line);
		else
			buf_printf(&out, "%.*s %zu\n", (int)(name - line), line, number);
	}
	remove(to);
	if (!status)
		status = file_write(to, out.data, out.len, 0644, err);
	buf_release(&roles);
	buf_release(&out);
	free(from);
	free(to);
	return status;
}

int
main(int argc, char **argv)
{
	static const char *const languages[] = { "zh", "en" }, *const locales[] = { "zh_CN", "en" };
	struct err err = { 0 };
	enum status status;

	if (argc != 4) {
		fputs("handbook FOLDER LOCALE OUT\n", stderr);
		return 2;
	}
	status = file_make_dirs(argv[3], 0755, &err);
	for (size_t l = 0; l < ARRAY_LEN(languages) && !status; l++) {
		struct handbook book = { 0 };

		status = messages_open(argv[2], locales[l], &err);
		if (!status)
			status = handbook_read(argv[1], languages[l], &book, &err);
		for (size_t f = 0; f < ARRAY_LEN(forms) && !status; f++)
			status = write_form(&book, f, argv[3], &err);
		if (!status)
			status = write_roles(&book, argv[3], &err);
		handbook_release(&book);
	}
	if (status)
		fprintf(stderr, "handbook: %s\n", err.text);
	return status ? 1 : 0;
}
