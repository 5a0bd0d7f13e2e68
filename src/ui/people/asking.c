#include "ui/people/asking.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "app/session/division.h"
#include "app/session/workspace.h"
#include "app/stick/export.h"
#include "base/i18n.h"
#include "base/machine/sticks.h"
#include "base/mem.h"
#include "ui/people/people.h"

enum status
asking_passphrase(void *ctx, const char *name, char **out, struct err *err)
{
	(void)name;
	(void)err;
	*out = mem_strdup(ctx);
	return STATUS_OK;
}

char *
asking_stick(struct ui *ui, const char *none)
{
	bool read_only;
	char *stick = sticks_first(&read_only);

	if (!stick)
		ui_say(ui, TOAST_BAD, "%s",
		       read_only ? _("The stick that is in can only be read: nothing can be written on it. Put another one in.") : none);
	return stick;
}

static void
add_sentence(void *ctx, const char *sentence)
{
	struct buf *text = ctx;

	buf_printf(text, "%s%s", text->len ? "\n" : "", sentence);
}

/* That the file holds this request alone is news only where others wait beside it. */
char *
asking_left(const struct app_export_left *left)
{
	struct buf text = { 0 };

	if (!left->requests)
		return NULL;
	app_export_left_each(left, add_sentence, &text);
	return buf_detach(&text);
}

/* The request as a file on the stick that is in, else beside the workspace. The key is made and its passphrase shown only once, so a failure is told on the page. */
void
asking_write(const struct ui *ui, const char *person, const struct app_ask *ask, struct enrolled *done)
{
	const char *path = app_workspace(ui->app), *slash = strrchr(path, '/');
	bool read_only;
	char *folder = slash ? mem_strndup(path, (size_t)(slash - path) + 1) : mem_strdup("."), *stick = sticks_first(&read_only);
	struct app_exported out = { 0 };
	struct err err = { 0 };

	free(done->file);
	free(done->why);
	free(done->left);
	done->file = done->why = done->left = NULL;
	done->on_stick = stick && !app_export_request(ui->app, stick, person, ask, &out, &err);
	if (!done->on_stick) {
		app_exported_release(&out);
		if (app_export_request(ui->app, folder, person, ask, &out, &err))
			done->why = mem_strdup(err.text);
	}
	if (out.file_count)
		done->file = mem_strdup(out.files[0].path);
	if (done->file)
		done->left = asking_left(&out.left);
	app_exported_release(&out);
	free(stick);
	free(folder);
}

char *
right_words(const struct right_wanted *right, const struct ui *ui)
{
	struct buf text = { 0 };

	buf_text_add(&text, label_text(&right->role->label, ui->lang));
	for (size_t i = 0; i < right->division_count; i++) {
		char *place = app_place_name(ui->app, right->divisions[i]->code);

		buf_printf(&text, "%s%s", i ? _(", ") : ": ", place);
		free(place);
	}
	return buf_detach(&text);
}

/* What a right is in a request; its lists are the caller's to free. */
static struct app_request
request_of(const struct right_wanted *right, bool portable, const struct pack *pack, const char *person)
{
	const char **issues = mem_array(pack->role_count, sizeof(*issues)), **areas = mem_array(right->division_count, sizeof(*areas));
	struct app_request request = { .person = person, .role = right->role->name, .areas = areas, .issues = issues };

	for (size_t i = 0; i < right->division_count; i++) {
		char *prefix = mem_alloc(DIVISION_CODE_LEN + 1);

		division_area(right->divisions[i]->code, right->role->scope, prefix);
		areas[request.area_count++] = prefix;
	}
	/* Officers sign on whatever laptop the office has. */
	request.portable = portable || right->role->scope == DIVISION_COUNTY;
	for (size_t i = 0; right->gives && i < pack->role_count; i++)
		if (pack->roles[i].scope >= right->role->scope)
			issues[request.issue_count++] = pack->roles[i].name;
	return request;
}

enum status
asking_make(const struct right_wanted *rights, size_t count, bool portable, struct ui *ui, const char *person, const struct app_ask *ask,
	    struct enrolled *done, struct err *err)
{
	struct app_request *requests = mem_array(count, sizeof(*requests));
	char codes[REQUESTS_MOST][REQUEST_CODE_LEN + 1];
	enum status status;

	for (size_t i = 0; i < count; i++)
		requests[i] = request_of(&rights[i], portable, app_pack(ui->app), person);
	status = app_request_all(ui->app, requests, count, ask, codes, err);
	for (size_t i = 0; i < count && !status; i++) {
		memcpy(done->asked[i].code, codes[i], sizeof(codes[i]));
		done->asked[i].right = right_words(&rights[i], ui);
		done->asked_count++;
	}
	if (!status)
		asking_write(ui, person, ask, done);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < requests[i].area_count; k++)
			free((void *)(uintptr_t)requests[i].areas[k]);
		free((void *)(uintptr_t)requests[i].areas);
		free((void *)(uintptr_t)requests[i].issues);
	}
	free(requests);
	return status;
}

char *
asking_words(const struct enrolled *done)
{
	const char *file = done->file ? done->file : done->why ? done->why : "";
	struct buf text = { 0 };

	if (done->asked_count == 1)
		return mem_printf(
			_("The request is made.\n\n%s\n\nTake the file to the office, and compare the code by telephone:\nthe office reads you this half: %.19s\nyou read the office this half: %s"),
			file, done->asked[0].code, done->asked[0].code + CODE_HALF + 1);
	buf_printf(
		&text,
		_("%zu requests are made, in one file.\n\n%s\n\nTake the file to the office, and compare the code of one of them by telephone; the office reads the first half, you read the second:"),
		done->asked_count, file);
	for (size_t i = 0; i < done->asked_count; i++)
		buf_printf(&text, "\n%.19s | %s  %s", done->asked[i].code, done->asked[i].code + CODE_HALF + 1, done->asked[i].right);
	return buf_detach(&text);
}
