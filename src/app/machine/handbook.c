#include "app/machine/handbook.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/person.h"
#include "app/session/unlock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/paths.h"
#include "base/mem.h"
#include "form/pack.h"

#define BOOK_BYTES_MOST (4u << 20)

static enum status
read_file(const char *name, struct buf *out, struct err *err)
{
	char *folder = path_of(PATH_HANDBOOK), *path = folder ? file_join(folder, name) : NULL;
	struct err why = { 0 };
	enum status status = path ? file_read(path, BOOK_BYTES_MOST, out, &why) : STATUS_NOT_FOUND;

	free(path);
	free(folder);
	return status ? err_set(err, STATUS_NOT_FOUND, _("the handbook is not installed here")) : STATUS_OK;
}

/* Has the person the role that a line names? "-": nobody is at the laptop. */
static bool
is_for(const struct app *app, char *role)
{
	const struct names one = { .items = &role, .count = 1 };
	bool somebody = app && app_is_unlocked(app);

	return strcmp(role, "-") == 0 ? !somebody : somebody && app_person_has_role(app, &one);
}

/* The number of the chapter for who is at the laptop; 0: none. A line: a role and the number of its chapter. */
static long
chapter_for(const struct app *app, char *roles)
{
	char *line, *number;

	while ((line = strsep(&roles, "\n")) != NULL) {
		number = strchr(line, ' ');
		if (!number)
			continue;
		*number++ = '\0';
		if (is_for(app, line))
			return strtol(number, NULL, 10);
	}
	return 0;
}

/* Where a chapter begins: its number, two blanks and its title, and a line of = below. NULL: there is no such chapter. */
static const char *
chapter_at(const char *book, long number)
{
	char *head = mem_printf("\n%ld  ", number);
	const char *at = book, *below;

	while ((at = strstr(at, head)) != NULL) {
		below = strchr(at + 1, '\n');
		if (below && below[1] == '=')
			break;
		at++;
	}
	free(head);
	return at ? at + 1 : NULL;
}

enum status
app_handbook(const struct app *app, const char *lang, struct buf *out, struct err *err)
{
	struct buf book = { 0 }, roles = { 0 };
	char *name = mem_printf("handbook.%s.txt", lang);
	const char *text, *first, *behind = NULL;
	long number;
	enum status status = read_file(name, &book, err);

	free(name);
	if (!status)
		status = read_file("handbook.roles", &roles, err);
	if (status)
		goto out;
	buf_char(&roles, '\0');
	text = buf_text(&book);
	number = chapter_for(app, (char *)roles.data);
	first = number ? chapter_at(text, number) : NULL;
	if (first) {
		behind = chapter_at(text, number + 1);
		buf_add(out, first, behind ? (size_t)(behind - first) : strlen(first));
		buf_add(out, text, (size_t)(first - text));
	}
	buf_text_add(out, first ? (behind ? behind : "") : text);
out:
	buf_release(&book);
	buf_release(&roles);
	return status;
}
