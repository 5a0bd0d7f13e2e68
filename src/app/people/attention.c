#include "app/people/attention.h"

#include <string.h>

#include "app/people/follow.h"
#include "app/people/officers.h"
#include "app/people/people.h"
#include "app/people/waiting.h"

enum status
app_attention(struct app *app, struct app_attention *out, struct err *err)
{
	struct app_attention attention = { 0 };
	struct app_waiting_list waiting = { 0 };
	struct app_people asking = { 0 };
	bool open;
	enum status status = app_requests(app, &asking, err);

	if (!status)
		status = app_waiting(app, &waiting, err);
	for (size_t i = 0; i < asking.count; i++) {
		const struct app_holder *holder = &asking.items[i];

		if (app_holder_kind(holder) != HOLDER_ASKS)
			continue;
		attention.requests += holder->mine;
		attention.asked += holder->own;
		if (holder->own && strcmp(holder->at, attention.asked_at) > 0)
			memcpy(attention.asked_at, holder->at, sizeof(attention.asked_at));
	}
	attention.no_forms = !app_pack(app) && app_person_is_officer(app);
	for (size_t i = 0; i < waiting.count; i++) {
		attention.agreements += waiting.items[i].due;
		attention.for_others += waiting.items[i].mine;
		attention.no_forms &= waiting.items[i].kind != WAITING_PACK;
	}
	attention.uncompared = app_founding_is_asked(app) && !app_is_office(app);
	attention.rivals = app_foundings_contend(app, &open);
	if (!open)
		attention.rivals = 0;
	app_waiting_release(&waiting);
	app_people_release(&asking);
	*out = attention;
	return status;
}
