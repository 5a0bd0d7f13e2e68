#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/people/called.h"
#include "app/people/follow.h"
#include "app/people/people.h"
#include "app/people/request.h"
#include "app/session/division.h"
#include "app/session/keys.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/json.h"

/* Keys of this machine, and the credentials that go with them. */

/* What the person may do in the workspace, if one was named. */
static bool
print_key(const struct app_key *key, void *ctx)
{
	const struct app_people *people = ctx;

	cli_print("%.8s  %s%s%s", key->person, key->name, key->portable ? _("  (portable)") : "", key->demo ? _("  (demonstration)") : "");
	for (size_t i = 0; i < people->count; i++) {
		const struct app_holder *holder = &people->items[i];

		if (strcmp(holder->person, key->person) == 0 && app_holder_kind(holder) == HOLDER_SIGNS)
			cli_print("  %s %s", holder->role, holder->areas.count ? holder->areas.items[0] : "");
	}
	cli_print("\n");
	return true;
}

static bool
add_key(const struct app_key *key, void *ctx)
{
	json_add_key(ctx, key);
	return true;
}

/* Roles as people call them. */
static void
name_roles(const struct app *app, struct app_people *people)
{
	for (size_t i = 0; i < people->count; i++) {
		char *called = mem_strdup(app_role_label(app, people->items[i].role));

		free(people->items[i].role);
		people->items[i].role = called;
	}
}

/* The people of the workspace, with their roles as people call them; nobody when none is named or it is not there: keys are there without. */
static enum status
read_roles(struct args *args, struct app_people *people, struct err *err)
{
	struct app *app = NULL;
	struct err none = { 0 };
	const char *path = cli_workspace(args, &none);
	enum status status;

	if (!path)
		return STATUS_OK;
	status = app_open(path, APP_READ, &app, err);
	if (!status)
		status = app_people(app, people, err);
	if (!status)
		status = app_trouble(app, err);
	if (!status)
		name_roles(app, people);
	app_close(app);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static int
print_keys(struct args *args)
{
	struct value keys = value_list();
	struct app_people people = { 0 };
	struct err err = { 0 }, unread = { 0 };
	enum status status, roles = args->json ? STATUS_OK : read_roles(args, &people, &unread);

	status = args->json ? app_each_key(add_key, &keys, &err) : app_each_key(print_key, &people, &err);
	if (!status && args->json)
		cli_print_json(&keys);
	app_people_release(&people);
	value_release(&keys);
	if (status)
		return cli_fail(&err);
	if (!roles)
		return EXIT_DONE;
	cli_warn(_("What these people may do could not be read:\n"));
	return cli_fail(&unread);
}

static int
print_requests(struct args *args)
{
	struct app_people people = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	size_t left_out = 0, asking = 0;
	enum status status = cli_open(args, APP_READ, false, &app, &err);

	if (!status)
		status = app_people(app, &people, &err);
	if (!status)
		status = app_trouble(app, &err);
	if (!status && args->json)
		json_print_people(&people);
	for (size_t i = 0; i < people.count && !status && !args->json; i++) {
		const struct app_holder *holder = &people.items[i];

		if (app_holder_kind(holder) == HOLDER_ASKS)
			cli_print("%s  %s  %s  %s\n", holder->code, app_role_label(app, holder->role), holder->at, holder->name);
		asking += app_holder_kind(holder) == HOLDER_ASKS;
		left_out += holder->request && holder->stolen;
	}
	if (!status && !asking && !args->json)
		cli_print(_("Nobody asks for a right.\n"));
	if (!status && left_out && !args->json)
		cli_warn(n_("%zu more asks with a key that was reported as stolen, and gets no right.\n",
			    "%zu more ask with a key that was reported as stolen: they get no right.\n", left_out),
			 left_out);
	app_people_release(&people);
	status = cli_close_reading(app, status, &err);
	return status ? cli_fail(&err) : EXIT_DONE;
}

/* A copy that was made before the passphrase was changed. */
static void
say_old_copy(const char *path, void *copies)
{
	++*(size_t *)copies;
	cli_print("    %s\n", path);
}

/* The new passphrase: of the file, or one that is made and shown before it holds, since the key would be lost with it. */
static enum status
new_passphrase(const char *path, const char *person, char **out, struct err *err)
{
	enum status status = path ? cli_passphrase(path, out, err) : app_passphrase_new(out, err);

	if (!status && !path)
		cli_print(_("The new passphrase of %s, shown this once; write it down and keep it apart from the laptop:\n\n    %s\n\n"),
			  person, *out);
	return status;
}

static int
change_key(struct args *args)
{
	struct app_ask ask = cli_ask(args);
	struct err err = { 0 };
	char *old = NULL, *fresh = NULL, *changed = NULL;
	size_t copies = 0;
	const char *person = args->words.items[2];
	const char *path = arg_value(args, "new-passphrase-file");
	enum status status = ask.passphrase(ask.ctx, person, &old, &err);

	if (!status && !path)
		status = app_key_opens(person, old, &err);
	if (!status)
		status = new_passphrase(path, person, &fresh, &err);
	if (!status)
		status = app_key_change(person, old, fresh, &changed, &err);
	secret_free(old);
	secret_free(fresh);
	if (status)
		return cli_fail(&err);
	cli_print(_("The passphrase of %s is changed in %s.\n"), person, changed);
	if (app_each_key_copy(changed, say_old_copy, &copies, &err)) /* the change stands all the same */
		cli_warn(_("Whether there are copies of the key could not be looked at: %s\n"), err.text);
	free(changed);
	if (copies)
		cli_warn(_("The passphrase of before opens these copies still: remove them, and make new ones with louce key copy.\n"));
	cli_print(_("A copy on a stick that is not in now opens with the one of before, too.\n"));
	return EXIT_DONE;
}

/* Onto a stick, or into another folder that is named. */
static int
copy_key(struct args *args)
{
	struct err err = { 0 };
	char *path = NULL;
	enum status status = args->words.count == 4 ? app_key_copy(args->words.items[2], args->words.items[3], &path, &err)
						    : app_key_copy_to_stick(args->words.items[2], &path, &err);

	if (status)
		return cli_fail(&err);
	cli_print(_("The key of %s is copied to %s, and was read back. Whoever finds it needs the passphrase.\n"), args->words.items[2],
		  path);
	free(path);
	return EXIT_DONE;
}

static int
restore_key(struct args *args)
{
	struct err err = { 0 };
	char *path = NULL;

	if (app_key_restore(args->words.items[2], &path, &err))
		return cli_fail(&err);
	cli_print(_("The key is among those of this machine: %s. A right that was for another laptop is asked for anew.\n"), path);
	free(path);
	return EXIT_DONE;
}

/* CONFLICT: somebody of this name has a key here; names that only look alike are one name to people. */
static enum status
key_of_that_name(const char *name, struct err *err)
{
	struct app_named_key *keys = NULL;
	size_t count = 0;
	enum status status = app_keys_named(name, &keys, &count, err);

	if (!status && count)
		status = err_set(
			err, STATUS_CONFLICT,
			_("there is a key of \"%s\" here already, number %.8s; for a further right ask with that (louce request %.8s), for another person of that name add --sure"),
			keys[0].name, keys[0].person, keys[0].person);
	free(keys);
	return status;
}

/* DENIED: hardly a name. */
static enum status
check_called(const char *name, struct err *err)
{
	enum status status = app_check_key_name(name, err);
	char *doubt = status ? NULL : app_name_doubt(NULL, name);

	if (doubt)
		status = err_set(err, STATUS_DENIED,
				 _("%s. It stands under all that is signed with this key; if the person is called so, add --sure"), doubt);
	free(doubt);
	return status;
}

static int
run_key(struct args *args)
{
	const char *what = args->words.count > 1 ? args->words.items[1] : "";
	char person[33], *passphrase = NULL, *generated = NULL;
	const char *file = arg_value(args, "new-passphrase-file");
	struct err err = { 0 };
	enum status status;

	if (strcmp(what, "list") == 0 && args->words.count == 2)
		return print_keys(args);
	if (strcmp(what, "requests") == 0 && args->words.count == 2)
		return print_requests(args);
	if (strcmp(what, "change") == 0 && args->words.count == 3)
		return change_key(args);
	if (strcmp(what, "copy") == 0 && (args->words.count == 3 || args->words.count == 4))
		return copy_key(args);
	if (strcmp(what, "restore") == 0 && args->words.count == 3)
		return restore_key(args);
	if (strcmp(what, "new") != 0 || args->words.count != 3)
		return cli_usage(args, _("say new, list, change, copy, restore or requests"));
	if (!arg_flag(args, "sure") && (check_called(args->words.items[2], &err) || key_of_that_name(args->words.items[2], &err)))
		return cli_fail(&err);
	if (!file && args->passphrase_files.count)
		file = args->passphrase_files.items[0];
	if (file && cli_passphrase(file, &passphrase, &err))
		return cli_fail(&err);
	status = app_key_new(args->words.items[2], arg_flag(args, "portable"), passphrase, &generated, person, &err);
	secret_free(passphrase);
	if (status)
		return cli_fail(&err);
	cli_print(_("A key for %s is made; the person's number is %.8s.\n"), args->words.items[2], person);
	if (generated)
		cli_print(_("The passphrase, shown this once; write it down and keep it apart from the laptop:\n\n    %s\n\n"), generated);
	secret_free(generated);
	return EXIT_DONE;
}

char *
cli_places(const struct app *app, const struct app_texts *areas)
{
	struct buf list = { 0 };

	for (size_t i = 0; i < areas->count; i++) {
		char *name = app_place_name(app, areas->items[i]);

		buf_printf(&list, strcmp(name, areas->items[i]) ? "%s%s %s" : "%s%s", i ? ", " : "", name, areas->items[i]);
		free(name);
	}
	return list.len ? buf_detach(&list) : mem_strdup("");
}

static const char *
first_area(const struct app_holder *holder)
{
	return holder->areas.count ? holder->areas.items[0] : "";
}

/* By place, the wider first; at one place by role and name. */
static int
place_cmp(const void *a, const void *b)
{
	const struct app_holder *left = a, *right = b;
	int order = strcmp(first_area(left), first_area(right));

	if (!order)
		order = strcmp(left->role, right->role);
	if (!order)
		order = strcmp(left->name, right->name);
	return order ? order : memcmp(&left->credential, &right->credential, sizeof(left->credential));
}

static void
print_padded(const char *text, size_t cells)
{
	size_t used = text_cells(text);

	cli_print("  %s%*s", text, (int)(used < cells ? cells - used : 0), "");
}

/* A heading for each place, and under it a line for each right: the person's number, the name, the role, the right's number, how it stands. */
static void
print_people(const struct app *app, struct app_people *people)
{
	size_t name_cells = 0, role_cells = 0;
	const char *place = NULL;

	if (people->count)
		qsort(people->items, people->count, sizeof(*people->items), place_cmp);
	for (size_t i = 0; i < people->count; i++) {
		size_t name = text_cells(people->items[i].name), role = text_cells(app_role_label(app, people->items[i].role));

		name_cells = name > name_cells ? name : name_cells;
		role_cells = role > role_cells ? role : role_cells;
	}
	for (size_t i = 0; i < people->count; i++) {
		const struct app_holder *holder = &people->items[i];
		char right[9];

		if (!place || strcmp(place, first_area(holder)) != 0) {
			struct app_texts area = { .items = holder->areas.items, .count = holder->areas.count ? 1 : 0 };
			char *name = cli_places(app, &area);

			cli_print("\n%s\n", *name ? name : _("everywhere"));
			free(name);
			place = first_area(holder);
		}
		cli_print("  %.8s", holder->person);
		print_padded(holder->name, name_cells);
		print_padded(app_role_label(app, holder->role), role_cells);
		cli_print("  %s  %s", id_short(&holder->credential, right),
			  app_holder_kind(holder) == HOLDER_ASKS    ? _("asks for the right")
			  : holder->revoked			    ? _("taken back")
			  : app_holder_kind(holder) == HOLDER_SIGNS ? _("may sign")
								    : holder->standing);
		if (holder->areas.count > 1) {
			struct app_texts more = { .items = holder->areas.items + 1, .count = holder->areas.count - 1 };
			char *also = cli_places(app, &more);

			cli_print(_("; also %s"), also);
			free(also);
		}
		cli_print("\n");
	}
	cli_print(n_("\n%zu right. First the person's number (--as, export --to), before how it stands the right's (revoke).\n",
		     "\n%zu rights. First the person's number (--as, export --to), before how it stands the right's (revoke).\n",
		     people->count),
		  people->count);
}

/* Leaves those of a name, a part of it or the first digits of a number. */
static enum status
keep_named(struct app_people *people, const char *name, struct err *err)
{
	size_t kept = 0;

	for (size_t i = 0; i < people->count; i++)
		if (strstr(people->items[i].name, name) || strncmp(people->items[i].person, name, strlen(name)) == 0)
			people->items[kept++] = people->items[i];
		else
			app_holder_release(&people->items[i]);
	people->count = kept;
	return kept ? STATUS_OK : err_set(err, STATUS_NOT_FOUND, _("nobody here is called \"%s\" or has that number"), name);
}

/* Everybody, or those of a name, and the digits of the founding, which new laptops compare. */
static int
run_people(struct args *args)
{
	char founding[REQUEST_CODE_LEN + 1];
	struct app_people people = { 0 };
	struct app *app = NULL;
	struct err err = { 0 };
	enum status status;

	if (args->words.count > 2)
		return cli_usage(args, _("name one person, or nobody for all"));
	status = cli_open(args, APP_READ, false, &app, &err);
	if (!status)
		status = app_people(app, &people, &err);
	if (!status)
		status = app_trouble(app, &err);
	if (!status && args->words.count > 1)
		status = keep_named(&people, args->words.items[1], &err);
	if (!status && args->json)
		json_print_people(&people);
	if (!status && !args->json && app_founding_code(app, founding))
		cli_print(_("Founding step: %s\n"), founding);
	if (!status && !args->json)
		print_people(app, &people);
	app_people_release(&people);
	status = cli_close_reading(app, status, &err);
	return status ? cli_fail(&err) : EXIT_DONE;
}

static const struct command_option key_options[] = {
	{ "portable", OPTION_FLAG, N_("for a leader who signs on others' laptops; keep the file on your own stick") },
	{ "new-passphrase-file", OPTION_VALUE, N_("file with the new passphrase, of key new and key change") },
	{ "sure", OPTION_FLAG, N_("another person of a name that has a key here, or somebody whose name hardly looks like one") },
	{ 0 },
};

const struct command people_commands[] = {
	{ .name = "people",
	  .usage = N_("people [NAME]"),
	  .help = N_("who may sign and who asks, and the digits of the county's founding"),
	  .example = "louce people -w dong.louce",
	  .options = NULL,
	  .json = "*",
	  .run = run_people },
	{ .name = "key",
	  .usage = N_(
		  "key new NAME [--portable] | key list | key change NAME | key copy NAME [FOLDER] | key restore NAME|FILE.key | key requests"),
	  .help = N_("keys of the people of this machine"),
	  .example = "louce key new 韦明",
	  .options = key_options,
	  .json = "list requests",
	  .run = run_key },
	{ 0 },
};
