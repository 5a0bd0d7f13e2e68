#include "app/house/delivered.h"

#include "base/i18n.h"
#include "base/mem.h"

void
house_delivery_note(struct house_delivery *delivery, bool idle, bool delivered)
{
	delivery->steps++;
	delivery->undelivered += !delivered;
	delivery->idle += idle;
	delivery->idle_undelivered += idle && !delivered;
}

char *
house_delivery_words(const struct house_delivery *delivery)
{
	size_t counting = delivery->undelivered - delivery->idle_undelivered;

	if (!delivery->undelivered)
		return delivery->idle ? mem_printf(_("the county has received all of it; %zu of it do not count: the history says why"),
						   delivery->idle)
				      : mem_strdup(_("the county has all of it"));
	if (!counting)
		return mem_printf(_("the county has all that counts; of the %zu that do not count it lacks %zu"), delivery->idle,
				  delivery->idle_undelivered);
	return delivery->idle ? mem_printf(_("%zu of these steps are not yet at the county; %zu do not count: the history says why"),
					   delivery->undelivered, delivery->idle)
			      : mem_printf(_("%zu of these steps are not yet at the county"), delivery->undelivered);
}
