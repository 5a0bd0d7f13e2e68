#ifndef TESTS_SUPPORT_APP_PEOPLE_H
#define TESTS_SUPPORT_APP_PEOPLE_H

#include "app_world.h"

#include "app/people/people.h"
#include "app/people/request.h"
#include "app/people/revoke.h"
#include "app/session/keys.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"

/* The demonstration county open for writing, with people who come and are given rights. */

static struct app *app;
static char officer[33]; /* person's number */

static inline void
must(enum status status, const struct err *err)
{
	if (status)
		fail_msg("%s", err->text);
}

static inline enum status
demo_passphrase(void *ctx, const char *name, char **out, struct err *err)
{
	(void)ctx;
	(void)name;
	(void)err;
	*out = mem_strdup("demo");
	return STATUS_OK;
}

static inline void
unlock(const char *number)
{
	struct err err = { 0 };

	must(app_unlock_with(app, number, "demo", &err), &err);
}

static inline int
open_county(void **state)
{
	struct app_people people = { 0 };
	struct err err = { 0 };
	char *path, *home;

	if (world_make(state))
		return -1;
	path = world_path("county.louce");
	home = world_path("home");
	setenv("LOUCE_HOME", home, 1);
	must(app_open(path, APP_WRITE, &app, &err), &err);
	must(app_people(app, &people, &err), &err);
	for (size_t i = 0; i < people.count; i++)
		if (people.items[i].in_office)
			memcpy(officer, people.items[i].person, sizeof(officer));
	app_people_release(&people);
	free(path);
	free(home);
	return *officer ? 0 : -1;
}

static inline int
drop_county(void **state)
{
	app_close(app);
	return world_drop(state);
}

/* A person with a key file here; `number` gets the person's number. */
static inline void
come(const char *name, char number[33])
{
	struct err err = { 0 };

	must(app_key_new(name, false, "demo", NULL, number, &err), &err);
}

/* A request for a right; `issues` NULL: to let nobody sign. */
static inline struct id
ask_for(const char *number, const char *role, const char *area, const char *issues)
{
	struct app_request request = {
		.person = number, .role = role, .areas = &area, .area_count = 1, .issues = &issues, .issue_count = issues != NULL
	};
	struct app_ask ask = { demo_passphrase, NULL };
	char code[REQUEST_CODE_LEN + 1];
	struct err err = { 0 };
	struct id id;

	must(app_request(app, &request, &ask, code, &err), &err);
	must(app_request_find(app, code, &id, &err), &err);
	return id;
}

/* The officer gives what is asked for. */
static inline struct id
give(const struct id *request)
{
	struct id credential;
	struct err err = { 0 };

	unlock(officer);
	must(app_issue(app, request, &credential, &err), &err);
	app_lock(app);
	return credential;
}

/* Gives an inspector's right over the area. */
static inline struct id
grant_in(const char *number, const char *area)
{
	struct id request = ask_for(number, "inspector", area, NULL);

	return give(&request);
}

static inline void
revoke_by(const char *author, const struct id *credential, const char *reason)
{
	struct app_revoke ask = { .credential = *credential, .receipt = -1, .reason = reason };
	struct err err = { 0 };
	struct id step;
	int more;

	unlock(author);
	must(app_revoke(app, &ask, &step, &more, &err), &err);
	app_lock(app);
}

static inline void
revoke_stolen(const struct id *credential)
{
	revoke_by(officer, credential, "stolen");
}

#endif
