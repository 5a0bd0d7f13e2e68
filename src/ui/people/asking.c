#include "ui/people/asking.h"

#include <stdlib.h>
#include <string.h>

#include "app/session/workspace.h"
#include "app/stick/export.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/sticks.h"
#include "ui/people/people.h"

enum status
asking_passphrase(void *ctx, const char *name, char **out, struct err *err)
{
	(void)name;
	(void)err;
	*out = mem_strdup(ctx);
	return STATUS_OK;
}

/* The request as a file on the stick that is in, else beside the workspace. The key is made and its passphrase shown only once, so a failure is told on the page. */
void
asking_write(const struct ui *ui, const char *person, const struct app_ask *ask, struct enrolled *done)
{
	const char *path = app_workspace(ui->app), *slash = strrchr(path, '/');
	char *folder = slash ? mem_strndup(path, (size_t)(slash - path) + 1) : mem_strdup("."), *stick = sticks_first();
	struct app_exported out = { 0 };
	struct err err = { 0 };

	free(done->file);
	free(done->why);
	done->file = done->why = NULL;
	done->on_stick = stick && !app_export_request(ui->app, stick, person, ask, &out, &err);
	if (!done->on_stick) {
		app_exported_release(&out);
		if (app_export_request(ui->app, folder, person, ask, &out, &err))
			done->why = mem_strdup(err.text);
	}
	if (out.file_count)
		done->file = mem_strdup(out.files[0].path);
	app_exported_release(&out);
	free(stick);
	free(folder);
}

enum status
asking_make(const struct right_wanted *right, struct ui *ui, const char *person, const struct app_ask *ask, struct enrolled *done,
	    struct err *err)
{
	const struct pack *pack = app_pack(ui->app);
	const char **issues = mem_array(pack->role_count, sizeof(*issues)), **areas = mem_array(right->division_count, sizeof(*areas));
	char(*prefixes)[DIVISION_CODE_LEN + 1] = mem_array(right->division_count, sizeof(*prefixes));
	struct app_request request = { .person = person, .role = right->role->name, .areas = areas, .issues = issues };
	enum status status;

	for (size_t i = 0; i < right->division_count; i++) {
		division_area(right->divisions[i]->code, right->role->scope, prefixes[i]);
		areas[request.area_count++] = prefixes[i];
	}
	/* Officers sign on whatever laptop the office has. */
	request.portable = right->portable || right->role->scope == DIVISION_COUNTY;
	for (size_t i = 0; right->gives && i < pack->role_count; i++)
		if (pack->roles[i].scope >= right->role->scope)
			issues[request.issue_count++] = pack->roles[i].name;
	status = app_request(ui->app, &request, ask, done->code, err);
	if (!status)
		asking_write(ui, person, ask, done);
	free(issues);
	free(areas);
	free(prefixes);
	return status;
}

char *
asking_words(const struct enrolled *done)
{
	return mem_printf(
		_("The request is made.\n\n%s\n\nTake the file to the office, and compare the code by telephone:\nthe office reads you this half: %.19s\nyou read the office this half: %s"),
		done->file  ? done->file
		: done->why ? done->why
			    : "",
		done->code, done->code + CODE_HALF + 1);
}
