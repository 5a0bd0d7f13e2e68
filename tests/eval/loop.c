#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "step/json.h"
#include "eval/eval.h"

/* The campaign's rules, facts and days about what follows a hazard: each rule fires on its case and is silent beside it. */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct pack *pack;
static struct eval *eval;

static int
load(void **state)
{
	const char *source = getenv("LOUCE_SRC");
	char *dir = mem_printf("%s/forms", source ? source : ".");
	struct err err = { 0 };

	(void)state;
	if (pack_load(dir, &pack, NULL, &err) || eval_new(pack, &eval, NULL, &err))
		fail_msg("%s", err.text);
	free(dir);
	return 0;
}

static int
unload(void **state)
{
	(void)state;
	eval_free(eval);
	pack_free(pack);
	return 0;
}

/* JSON with ' for ". */
static struct value
values_of(const char *json)
{
	char *text = mem_strdup(json);
	struct value values = { 0 };
	struct err err = { 0 };

	for (char *at = text; *at; at++)
		if (*at == '\'')
			*at = '"';
	if (json_parse(text, strlen(text), 6, &values, &err))
		fail_msg("%s: %s", json, err.text);
	free(text);
	return values;
}

/* What stands in the house: the values of one form, or of a slot of a form that repeats. */
struct standing {
	const char *form, *json;
};

#define SEVERE                                                                                                                             \
	{                                                                                                                                  \
		"classification", "{'conclusion':'1','determ_date':'2022-08-10'}"                                                          \
	}
#define SOME                                                                                                                               \
	{                                                                                                                                  \
		"classification", "{'conclusion':'2','determ_date':'2022-08-10'}"                                                          \
	}
#define NOTHING                                                                                                                            \
	{                                                                                                                                  \
		"classification", "{'conclusion':'3','determ_date':'2022-08-10'}"                                                          \
	}
#define SHOP                                                                                                                               \
	{                                                                                                                                  \
		"registration", "{'use_class':'1','user_is_owner':false,'floors_main':3,'structure':'1'}"                                  \
	}
#define HOME                                                                                                                               \
	{                                                                                                                                  \
		"registration", "{'use_class':'3','floors_main':3,'structure':'1'}"                                                        \
	}
#define OWNED                                                                                                                              \
	{                                                                                                                                  \
		"listing", "{'owner_name':'韦金花'}"                                                                                    \
	}
#define LET                                                                                                                                \
	{                                                                                                                                  \
		"registration", "{'use_class':'2','user_name':'覃美兰','co_owners':[{'co_name':'韦建民','co_doc':'0'}]}"             \
	}
#define STONE                                                                                                                              \
	{                                                                                                                                  \
		"listing", "{'owner_name':'石山'}"                                                                                       \
	}
#define SOCIETY                                                                                                                            \
	{                                                                                                                                  \
		"listing", "{'owner_name':'东兰镇供销社'}"                                                                           \
	}
#define LET_TO_TWO                                                                                                                         \
	{                                                                                                                                  \
		"registration", "{'use_class':'2','owner_doc':'4','co_owners':[{'co_name':'黄土','co_doc':'0'}]}"                        \
	}
#define UNIT                                                                                                                               \
	{                                                                                                                                  \
		"registration", "{'use_class':'1','owner_doc':'4'}"                                                                        \
	}
#define GRADED(grade, day)                                                                                                                 \
	{                                                                                                                                  \
		"appraisal", "{'grade':'" grade "','appraisal_date':'" day "'}"                                                            \
	}
#define REPORTED(grade)                                                                                                                    \
	{                                                                                                                                  \
		"appraisal", "{'grade':'" grade "','report_no':'9','appraisal_date':'2022-09-20'}"                                         \
	}
#define PLANNED                                                                                                                            \
	{                                                                                                                                  \
		"plan", "{'plan_date':'2022-09-01','plan_measures':['3'],'plan_deadline':'2022-10-31'}"                                    \
	}
#define STRENGTHENED                                                                                                                       \
	{                                                                                                                                  \
		"work", "{'work_date':'2022-09-20','work_state':'3','work_measures':['3']}"                                                \
	}
#define CLEARED                                                                                                                            \
	{                                                                                                                                  \
		"work", "{'work_date':'2022-09-20','work_state':'3','work_measures':['1']}"                                                \
	}

#define REBUILT                                                                                                                            \
	{                                                                                                                                  \
		"work", "{'work_date':'2022-09-20','work_state':'3','work_measures':['2']}"                                                \
	}
#define GONE                                                                                                                               \
	{                                                                                                                                  \
		"closure", "{'closure_ground':'1','closure_date':'2022-09-20','done_date':'2022-09-20'}"                                   \
	}
#define NEW_SHOP                                                                                                                           \
	{                                                                                                                                  \
		"registration", "{'use_class':'1','floors_main':3,'structure':'1','survey_date':'2022-09-22','rebuilt_date':'2022-09-21'}" \
	}
#define NOTHING_NEW                                                                                                                        \
	{                                                                                                                                  \
		"classification", "{'conclusion':'3','determ_date':'2022-09-22'}"                                                          \
	}

#define PRINTED(serial)                                                                                                                    \
	{                                                                                                                                  \
		"print", "{'print_what':'notice','print_serial':'" serial "','print_of':'451224204201'}"                                   \
	}
#define SERVED(serial)                                                                                                                     \
	{                                                                                                                                  \
		"notice", "{'notice_no':'" serial "','notice_date':'2022-09-17'}"                                                          \
	}

static void
stand(const struct standing *standing, size_t most)
{
	eval_clear(eval, "2022-10-01");
	eval_set_division(eval, "451224204000");
	for (size_t f = 0; f < pack->form_count; f++) {
		struct value values[8];
		struct eval_slot slots[8];
		size_t count = 0;

		for (size_t i = 0; i < most && standing[i].form; i++) {
			if (strcmp(standing[i].form, pack->forms[f].name) != 0)
				continue;
			values[count] = values_of(standing[i].json);
			if (!pack->forms[f].repeat)
				eval_load(eval, &pack->forms[f], &values[count], true, NULL, 0);
			slots[count] = (struct eval_slot){
				&pack->forms[f], { { (uint8_t)i } }, { { (uint8_t)i } }, &values[count], NULL, 0, false, NULL, 0
			};
			count++;
		}
		if (pack->forms[f].repeat)
			eval_load_slots(eval, &pack->forms[f], slots, count);
		for (size_t i = 0; i < count; i++)
			value_release(&values[i]);
	}
}

struct fired {
	const char *wanted;
	bool found;
};

static void
note(const struct eval_finding *finding, void *ctx)
{
	struct fired *fired = ctx;

	fired->found |= strcmp(finding->rule->id, fired->wanted) == 0 && finding->kind == FINDING_FIRES;
}

/* The photo of each field that the form asks for; `twin`: the second one is the first one again; `elsewhere`: the first stands in another house. */
static bool
fires(const char *rule, const char *form, const char *json, bool twin, int64_t elsewhere)
{
	struct eval_photo photos[] = { { .field = strcmp(form, "closure") == 0 ? "photo_after" : "photo_cover",
					 .mime = "image/jpeg",
					 .size_bytes = 99999,
					 .id_hex = "a",
					 .elsewhere = elsewhere },
				       { .field = strcmp(form, "closure") == 0 ? "photo_after_part" : "photo_grade",
					 .mime = "image/jpeg",
					 .size_bytes = 99999,
					 .id_hex = "b" } };
	bool has_photos = strcmp(form, "closure") == 0 || strcmp(form, "appraisal") == 0;
	struct value values = values_of(json);
	struct fired fired = { .wanted = rule };

	if (twin)
		strcpy(photos[1].id_hex, "a");
	eval_load(eval, pack_form(pack, form), &values, true, photos, has_photos ? 2 : 0);
	eval_rules(eval, pack_form(pack, form), false, note, &fired);
	value_release(&values);
	return fired.found;
}

struct trial {
	const char *rule, *form;
	struct standing standing[6];
	const char *wrong, *right;
	struct standing righter[6]; /* where what stands makes the difference; empty: the same */
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
static const struct trial trials[] = {
	{ "QR-07H",
	  "grid",
	  { HOME, OWNED },
	  "{'grid_rows':[{},{'grid_phone':'07781234561'}]}",
	  "{'grid_rows':[{'grid_phone':'13977612345'},{'grid_phone':'07786322018'}]}" },
	{ "QR-07H",
	  "grid",
	  { HOME, OWNED },
	  "{'grid_rows':[{},{'grid_phone':'07786326326'}]}",
	  "{'grid_rows':[{'grid_phone':'13977612345'},{'grid_phone':'07786322018'}]}" },
	{ "QR-07H",
	  "grid",
	  { HOME, OWNED },
	  "{'grid_rows':[{},{'grid_phone':'13812345690'}]}",
	  "{'grid_rows':[{'grid_phone':'13977612345'},{'grid_phone':'07786322018'}]}" },
	{ "QR-07H",
	  "grid",
	  { HOME, OWNED },
	  "{'grid_rows':[{},{'grid_phone':'13912341234'}]}",
	  "{'grid_rows':[{'grid_phone':'13977612345'},{'grid_phone':'07786322018'}]}" },
	{ "QR-07H",
	  "grid",
	  { HOME, OWNED },
	  "{'grid_rows':[{},{'grid_phone':'13977813977'}]}",
	  "{'grid_rows':[{'grid_phone':'13977612345'},{'grid_phone':'07786322018'}]}" },
	{ "QR-07H",
	  "grid",
	  { HOME, OWNED },
	  "{'grid_rows':[{},{'grid_phone':'13912344321'}]}",
	  "{'grid_rows':[{'grid_phone':'13977612345'},{'grid_phone':'07786322018'}]}" },
	{ "QR-07P", "plan", { HOME, OWNED }, "{'plan_phone':'13800000000'}", "{'plan_phone':'13977612345'}" },
	{ "QR-07P", "plan", { HOME, OWNED }, "{'plan_phone':'07786666666'}", "{'plan_phone':'13977612345'}" },
	{ "QR-07P", "plan", { HOME, OWNED }, "{'plan_phone':'13812345678'}", "{'plan_phone':'13977612345'}" },
	{ "QR-07P", "plan", { HOME, OWNED }, "{'plan_phone':'13987654321'}", "{'plan_phone':'13977612345'}" },
	{ "QR-07T", "task_force", { HOME, OWNED }, "{'force_phone':'13800000000'}", "{'force_phone':'13977612345'}" },
	{ "QR-07T", "task_force", { HOME, OWNED }, "{'force_phone':'07786666666'}", "{'force_phone':'13977612345'}" },
	{ "QR-07T", "task_force", { HOME, OWNED }, "{'force_phone':'13812345678'}", "{'force_phone':'13977612345'}" },
	{ "QR-07T", "task_force", { HOME, OWNED }, "{'force_phone':'13987654321'}", "{'force_phone':'13977612345'}" },
	{ "QR-16A", "control", { HOME, OWNED }, "{'control_part':'三'}", "{'control_part':'三层'}" },
	{ "QR-16A", "control", { HOME, OWNED }, "{'control_part':'无'}", "{'control_part':'三层'}" },
	{ "QR-16A", "control", { HOME, OWNED }, "{'control_part':'12'}", "{'control_part':'2层'}" },
	{ "QR-16B", "work", { HOME, OWNED }, "{'work_firm':'无'}", "{'work_firm':'韦氏'}" },
	{ "QR-16D", "patrol", { HOME, OWNED }, "{'patrol_words':'有'}", "{'patrol_words':'墙裂'}" },
	{ "QR-16D", "patrol", { HOME, OWNED }, "{'patrol_words':'不详'}", "{'patrol_words':'裂缝加宽'}" },
	{ "QR-16D", "patrol", { HOME, OWNED }, "{'patrol_words':'待查'}", "{'patrol_words':'待查的裂缝加宽'}" },
	{ "QR-16C", "enforcement", { HOME, OWNED }, "{'order_no':'无'}", "{'order_no':'12'}" },
	{ "QR-16C", "enforcement", { HOME, OWNED }, "{'order_no':'N/A'}", "{'order_no':'无锡2022-1'}" },
	{ "QR-16E", "notice", { HOME, OWNED }, "{'notice_no':'暂无'}", "{'notice_no':'东建通2022-1'}" },
	{ "QR-51P", "control", { HOME, OWNED }, "{'people_before':500}", "{'people_before':30}" },
	{ "QR-57F",
	  "notice",
	  { HOME, OWNED },
	  "{'notice_date':'2022-08-25','notice_until':'2023-09-25'}",
	  "{'notice_date':'2022-08-25','notice_until':'2022-12-01'}" },
	{ "QR-56G", "appraisal", { HOME, OWNED }, "{'grade':'4','advice':'1'}", "{'grade':'4','advice':'3'}" },
	{ "QR-56G", "appraisal", { HOME, OWNED }, "{'grade':'3','advice':'5'}", "{'grade':'3','advice':'2'}" },
	{ "QR-56G", "appraisal", { HOME, OWNED }, "{'grade':'1','advice':'4'}", "{'grade':'1','advice':'5'}" },
	{ "QR-59", "plan", { HOME, OWNED }, "{'plan_person':'那论村村委会'}", "{'plan_person':'韦大学'}" },
	{ "QR-59", "plan", { HOME, OWNED }, "{'plan_person':'村委会'}", "{'plan_person':'韦建国'}" },
	{ "QR-58W", "work", { HOME, OWNED, SEVERE }, "{'work_date':'2022-08-09'}", "{'work_date':'2022-08-10'}" },
	{ "QR-58P",
	  "work",
	  { HOME, OWNED, { "work", "{'work_date':'2022-08-20','work_state':'2','work_percent':50}" } },
	  "{'work_percent':5}",
	  "{'work_percent':60}" },
	{ "QR-07M", "plan", { HOME, OWNED }, "{'plan_phone':'13812345690'}", "{'plan_phone':'07786322018'}" },
	{ "QR-07M", "plan", { HOME, OWNED }, "{'plan_phone':'13131313131'}", "{'plan_phone':'07786322018'}" },
	{ "QR-07M", "plan", { HOME, OWNED }, "{'plan_phone':'13800138000'}", "{'plan_phone':'07786322018'}" },
	{ "QR-07M", "plan", { HOME, OWNED }, "{'plan_phone':'13912341234'}", "{'plan_phone':'07786322018'}" },
	{ "QR-07M", "plan", { HOME, OWNED }, "{'plan_phone':'13912344321'}", "{'plan_phone':'07786322018'}" },
	{ "QR-07M", "plan", { HOME, OWNED }, "{'plan_phone':'13977813977'}", "{'plan_phone':'07786322018'}" },
	{ "QR-07M", "plan", { HOME, OWNED }, "{'plan_phone':'13811223344'}", "{'plan_phone':'07786322018'}" },
	{ "QR-07M", "plan", { HOME, OWNED }, "{'plan_phone':'07786326326'}", "{'plan_phone':'07786322018'}" },
	{ "QR-07M", "plan", { HOME, OWNED }, "{'plan_phone':'07781234567'}", "{'plan_phone':'07786322018'}" },
	{ "QR-07M", "plan", { HOME, OWNED }, "{'plan_phone':'07786543219'}", "{'plan_phone':'07786322018'}" },
	{ "QR-07M", "plan", { HOME, OWNED }, "{'plan_phone':'07786666661'}", "{'plan_phone':'07786322018'}" },
	{ "QR-07M", "plan", { HOME, OWNED }, "{'plan_phone':'07786321236'}", "{'plan_phone':'07786322018'}" },
	{ "QR-07M", "plan", { HOME, OWNED }, "{'plan_phone':'07786633221'}", "{'plan_phone':'07786322018'}" },
	{ "QR-07M", "plan", { HOME, OWNED }, "{'plan_phone':'13812345690'}", "{'plan_phone':'13800000000'}" },
	{ "QR-07N", "task_force", { HOME, OWNED }, "{'force_phone':'13812345690'}", "{'force_phone':'07786322018'}" },
	{ "QR-07N", "task_force", { HOME, OWNED }, "{'force_phone':'13131313131'}", "{'force_phone':'07786322018'}" },
	{ "QR-07N", "task_force", { HOME, OWNED }, "{'force_phone':'13912341234'}", "{'force_phone':'07786322018'}" },
	{ "QR-07N", "task_force", { HOME, OWNED }, "{'force_phone':'13912344321'}", "{'force_phone':'07786322018'}" },
	{ "QR-07N", "task_force", { HOME, OWNED }, "{'force_phone':'13977813977'}", "{'force_phone':'07786322018'}" },
	{ "QR-07N", "task_force", { HOME, OWNED }, "{'force_phone':'13811223344'}", "{'force_phone':'07786322018'}" },
	{ "QR-07N", "task_force", { HOME, OWNED }, "{'force_phone':'07786326326'}", "{'force_phone':'07786322018'}" },
	{ "QR-07N", "task_force", { HOME, OWNED }, "{'force_phone':'07781234567'}", "{'force_phone':'07786322018'}" },
	{ "QR-07N", "task_force", { HOME, OWNED }, "{'force_phone':'07786543219'}", "{'force_phone':'07786322018'}" },
	{ "QR-07N", "task_force", { HOME, OWNED }, "{'force_phone':'07786666661'}", "{'force_phone':'07786322018'}" },
	{ "QR-07N", "task_force", { HOME, OWNED }, "{'force_phone':'07786321236'}", "{'force_phone':'07786322018'}" },
	{ "QR-07N", "task_force", { HOME, OWNED }, "{'force_phone':'07786633221'}", "{'force_phone':'07786322018'}" },
	{ "QR-07N", "task_force", { HOME, OWNED }, "{'force_phone':'13812345690'}", "{'force_phone':'13800000000'}" },
	{ "QR-07G",
	  "grid",
	  { HOME, OWNED },
	  "{'grid_rows':[{'grid_phone':'13800000000'}]}",
	  "{'grid_rows':[{'grid_phone':'13977612345'},{}]}" },
	{ "QR-07G",
	  "grid",
	  { HOME, OWNED },
	  "{'grid_rows':[{'grid_phone':'13812345678'}]}",
	  "{'grid_rows':[{'grid_phone':'13977612345'},{}]}" },
	{ "QR-07G",
	  "grid",
	  { HOME, OWNED },
	  "{'grid_rows':[{'grid_phone':'12345678901'}]}",
	  "{'grid_rows':[{'grid_phone':'13977612345'},{}]}" },
	{ "QR-07G", "grid", { HOME, OWNED }, "{'grid_rows':[{'grid_phone':'12345'}]}", "{'grid_rows':[{'grid_phone':'13977612345'},{}]}" },
	{ "QR-02P", "plan", { HOME, OWNED }, "{'plan_person':'不详'}", "{'plan_person':'韦建国、覃师光'}" },
	{ "QR-02P", "plan", { HOME, OWNED }, "{'plan_person':'韦'}", "{'plan_person':'韦建国、覃师光'}" },
	{ "QR-02P", "plan", { HOME, OWNED }, "{'plan_person':'李书记'}", "{'plan_person':'韦建国、覃师光'}" },
	{ "QR-02P", "plan", { HOME, OWNED }, "{'plan_person':'覃师光、某某'}", "{'plan_person':'韦建国、覃师光'}" },
	{ "QR-02P", "plan", { HOME, OWNED }, "{'plan_person':'没有'}", "{'plan_person':'韦建国、覃师光'}" },
	{ "QR-02ZA", "appraisal", { HOME, OWNED }, "{'engineers':'不详'}", "{'engineers':'韦建国、覃师光'}" },
	{ "QR-02ZA", "appraisal", { HOME, OWNED }, "{'engineers':'韦'}", "{'engineers':'韦建国、覃师光'}" },
	{ "QR-02ZA", "appraisal", { HOME, OWNED }, "{'engineers':'李书记'}", "{'engineers':'韦建国、覃师光'}" },
	{ "QR-02ZA", "appraisal", { HOME, OWNED }, "{'engineers':'覃师光、某某'}", "{'engineers':'韦建国、覃师光'}" },
	{ "QR-02ZA", "appraisal", { HOME, OWNED }, "{'engineers':'没有'}", "{'engineers':'韦建国、覃师光'}" },
	{ "QR-02ZB", "notice", { HOME, OWNED }, "{'notice_witness':'不详'}", "{'notice_witness':'韦建国、覃师光'}" },
	{ "QR-02ZB", "notice", { HOME, OWNED }, "{'notice_witness':'韦'}", "{'notice_witness':'韦建国、覃师光'}" },
	{ "QR-02ZB", "notice", { HOME, OWNED }, "{'notice_witness':'李书记'}", "{'notice_witness':'韦建国、覃师光'}" },
	{ "QR-02ZB", "notice", { HOME, OWNED }, "{'notice_witness':'覃师光、某某'}", "{'notice_witness':'韦建国、覃师光'}" },
	{ "QR-02ZB", "notice", { HOME, OWNED }, "{'notice_witness':'没有'}", "{'notice_witness':'韦建国、覃师光'}" },
	{ "QR-02ZC", "notice", { HOME, OWNED }, "{'notice_by':'不详'}", "{'notice_by':'韦建国、覃师光'}" },
	{ "QR-02ZC", "notice", { HOME, OWNED }, "{'notice_by':'韦'}", "{'notice_by':'韦建国、覃师光'}" },
	{ "QR-02ZC", "notice", { HOME, OWNED }, "{'notice_by':'李书记'}", "{'notice_by':'韦建国、覃师光'}" },
	{ "QR-02ZC", "notice", { HOME, OWNED }, "{'notice_by':'覃师光、某某'}", "{'notice_by':'韦建国、覃师光'}" },
	{ "QR-02ZC", "notice", { HOME, OWNED }, "{'notice_by':'没有'}", "{'notice_by':'韦建国、覃师光'}" },
	{ "QR-02ZD", "control", { HOME, OWNED }, "{'control_confirmer':'不详'}", "{'control_confirmer':'韦建国、覃师光'}" },
	{ "QR-02ZD", "control", { HOME, OWNED }, "{'control_confirmer':'韦'}", "{'control_confirmer':'韦建国、覃师光'}" },
	{ "QR-02ZD", "control", { HOME, OWNED }, "{'control_confirmer':'李书记'}", "{'control_confirmer':'韦建国、覃师光'}" },
	{ "QR-02ZD", "control", { HOME, OWNED }, "{'control_confirmer':'覃师光、某某'}", "{'control_confirmer':'韦建国、覃师光'}" },
	{ "QR-02ZD", "control", { HOME, OWNED }, "{'control_confirmer':'没有'}", "{'control_confirmer':'韦建国、覃师光'}" },
	{ "QR-02ZL", "leader_visit", { HOME, OWNED }, "{'lv_leader':'不详'}", "{'lv_leader':'李文书记'}" },
	{ "QR-02ZL", "leader_visit", { HOME, OWNED }, "{'lv_leader':'韦'}", "{'lv_leader':'李文书记'}" },
	{ "QR-02ZL", "leader_visit", { HOME, OWNED }, "{'lv_leader':'某某书记'}", "{'lv_leader':'李文书记'}" },
	{ "QR-02ZL", "leader_visit", { HOME, OWNED }, "{'lv_leader':'领导'}", "{'lv_leader':'李文书记'}" },
	{ "QR-97N",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_person':'不详'}]}",
	  "{'force_rows':[{'force_person':'韦建国'}]}" },
	{ "QR-97N", "task_force", { HOME, OWNED }, "{'force_rows':[{'force_person':'韦'}]}", "{'force_rows':[{'force_person':'韦建国'}]}" },
	{ "QR-97N",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_person':'李书记'}]}",
	  "{'force_rows':[{'force_person':'韦建国'}]}" },
	{ "QR-97N",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_person':'某某'}]}",
	  "{'force_rows':[{'force_person':'韦建国'}]}" },
	{ "QR-97N",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_person':'没有'}]}",
	  "{'force_rows':[{'force_person':'韦建国'}]}" },
	{ "QR-97N",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_person':'黄 主任'}]}",
	  "{'force_rows':[{'force_person':'韦建国'}]}" },
	{ "QR-98N", "county_contact", { HOME, OWNED }, "{'cc_rows':[{'cc_leader':'不详'}]}", "{'cc_rows':[{'cc_leader':'韦建国'}]}" },
	{ "QR-98N", "county_contact", { HOME, OWNED }, "{'cc_rows':[{'cc_leader':'韦'}]}", "{'cc_rows':[{'cc_leader':'韦建国'}]}" },
	{ "QR-98N", "county_contact", { HOME, OWNED }, "{'cc_rows':[{'cc_leader':'李书记'}]}", "{'cc_rows':[{'cc_leader':'韦建国'}]}" },
	{ "QR-98N", "county_contact", { HOME, OWNED }, "{'cc_rows':[{'cc_leader':'某某'}]}", "{'cc_rows':[{'cc_leader':'韦建国'}]}" },
	{ "QR-98N", "county_contact", { HOME, OWNED }, "{'cc_rows':[{'cc_leader':'没有'}]}", "{'cc_rows':[{'cc_leader':'韦建国'}]}" },
	{ "QR-98N", "county_contact", { HOME, OWNED }, "{'cc_rows':[{'cc_leader':'黄 主任'}]}", "{'cc_rows':[{'cc_leader':'韦建国'}]}" },
	{ "QR-99N", "grid", { HOME, OWNED }, "{'grid_rows':[{'grid_person':'不详'}]}", "{'grid_rows':[{'grid_person':'韦建国'}]}" },
	{ "QR-99N", "grid", { HOME, OWNED }, "{'grid_rows':[{'grid_person':'韦'}]}", "{'grid_rows':[{'grid_person':'韦建国'}]}" },
	{ "QR-99N", "grid", { HOME, OWNED }, "{'grid_rows':[{'grid_person':'李书记'}]}", "{'grid_rows':[{'grid_person':'韦建国'}]}" },
	{ "QR-99N", "grid", { HOME, OWNED }, "{'grid_rows':[{'grid_person':'某某'}]}", "{'grid_rows':[{'grid_person':'韦建国'}]}" },
	{ "QR-99N", "grid", { HOME, OWNED }, "{'grid_rows':[{'grid_person':'没有'}]}", "{'grid_rows':[{'grid_person':'韦建国'}]}" },
	{ "QR-99N", "grid", { HOME, OWNED }, "{'grid_rows':[{'grid_person':'黄 主任'}]}", "{'grid_rows':[{'grid_person':'韦建国'}]}" },
	{ "QR-97P", "task_force", { HOME, OWNED }, "{'force_rows':[{'force_post':'/'}]}", "{'force_rows':[{'force_post':'主任'}]}" },
	{ "QR-97P", "task_force", { HOME, OWNED }, "{'force_rows':[{'force_post':'无'}]}", "{'force_rows':[{'force_post':'主任'}]}" },
	{ "QR-97P", "task_force", { HOME, OWNED }, "{'force_rows':[{'force_post':'没有'}]}", "{'force_rows':[{'force_post':'主任'}]}" },
	{ "QR-98P", "county_contact", { HOME, OWNED }, "{'cc_rows':[{'cc_post':'/'}]}", "{'cc_rows':[{'cc_post':'主任'}]}" },
	{ "QR-98P", "county_contact", { HOME, OWNED }, "{'cc_rows':[{'cc_post':'无'}]}", "{'cc_rows':[{'cc_post':'主任'}]}" },
	{ "QR-98P", "county_contact", { HOME, OWNED }, "{'cc_rows':[{'cc_post':'没有'}]}", "{'cc_rows':[{'cc_post':'主任'}]}" },
	{ "QR-97V",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_villages':'火星村'}]}",
	  "{'force_rows':[{'force_villages':'全部'}]}" },
	{ "QR-97V",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_villages':'火星村'}]}",
	  "{'force_rows':[{'force_villages':'全乡镇'}]}" },
	{ "QR-97V",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_villages':'火星村'}]}",
	  "{'force_rows':[{'force_villages':'金谷村'}]}" },
	{ "QR-97V",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_villages':'火星村'}]}",
	  "{'force_rows':[{'force_villages':'金谷村委会'}]}" },
	{ "QR-97V",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_villages':'火星村'}]}",
	  "{'force_rows':[{'force_villages':'接浪、牙能村'}]}" },
	{ "QR-97V",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_villages':'火星村'}]}",
	  "{'force_rows':[{'force_villages':'金谷村，接桂村委会、纳立'}]}" },
	{ "QR-97V",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_villages':'金谷村、火星村'}]}",
	  "{'force_rows':[{'force_villages':'全部'}]}" },
	{ "QR-97V",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_villages':'长江村'}]}",
	  "{'force_rows':[{'force_villages':'全部'}]}" },
	{ "QR-97V",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_villages':'金谷村、金谷村'}]}",
	  "{'force_rows':[{'force_villages':'全部'}]}" },
	{ "QR-97V",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_villages':'村'}]}",
	  "{'force_rows':[{'force_villages':'全部'}]}" },
	{ "QR-98V", "county_contact", { HOME, OWNED }, "{'cc_rows':[{'cc_villages':'火星村'}]}", "{'cc_rows':[{'cc_villages':'全部'}]}" },
	{ "QR-98V", "county_contact", { HOME, OWNED }, "{'cc_rows':[{'cc_villages':'火星村'}]}", "{'cc_rows':[{'cc_villages':'全乡镇'}]}" },
	{ "QR-98V", "county_contact", { HOME, OWNED }, "{'cc_rows':[{'cc_villages':'火星村'}]}", "{'cc_rows':[{'cc_villages':'金谷村'}]}" },
	{ "QR-98V",
	  "county_contact",
	  { HOME, OWNED },
	  "{'cc_rows':[{'cc_villages':'火星村'}]}",
	  "{'cc_rows':[{'cc_villages':'金谷村委会'}]}" },
	{ "QR-98V",
	  "county_contact",
	  { HOME, OWNED },
	  "{'cc_rows':[{'cc_villages':'火星村'}]}",
	  "{'cc_rows':[{'cc_villages':'接浪、牙能村'}]}" },
	{ "QR-98V",
	  "county_contact",
	  { HOME, OWNED },
	  "{'cc_rows':[{'cc_villages':'火星村'}]}",
	  "{'cc_rows':[{'cc_villages':'金谷村，接桂村委会、纳立'}]}" },
	{ "QR-98V",
	  "county_contact",
	  { HOME, OWNED },
	  "{'cc_rows':[{'cc_villages':'金谷村、火星村'}]}",
	  "{'cc_rows':[{'cc_villages':'全部'}]}" },
	{ "QR-98V", "county_contact", { HOME, OWNED }, "{'cc_rows':[{'cc_villages':'长江村'}]}", "{'cc_rows':[{'cc_villages':'全部'}]}" },
	{ "QR-98V",
	  "county_contact",
	  { HOME, OWNED },
	  "{'cc_rows':[{'cc_villages':'金谷村、金谷村'}]}",
	  "{'cc_rows':[{'cc_villages':'全部'}]}" },
	{ "QR-98V", "county_contact", { HOME, OWNED }, "{'cc_rows':[{'cc_villages':'村'}]}", "{'cc_rows':[{'cc_villages':'全部'}]}" },
	{ "QR-97D",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_person':'韦建国','force_duty':'1'},{'force_person':'韦 建国','force_duty':'2'}]}",
	  "{'force_rows':[{'force_person':'韦建国','force_duty':'1'},{'force_person':'韦建民','force_duty':'2'}]}" },
	{ "QR-97D",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_person':'韦建国','force_post':'镇长'},{'force_person':'韦建国','force_post':'镇长'}]}",
	  "{'force_rows':[{'force_person':'韦建国','force_post':'镇长'},{'force_person':'韦建国','force_post':'干事'}]}" },
	{ "QR-97E",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_person':'韦建国','force_post':'镇长'},{'force_person':'韦 建国','force_post':'干事'}]}",
	  "{'force_rows':[{'force_person':'韦建国','force_post':'镇长'},{'force_person':'韦建国','force_post':'镇长'}]}" },
	{ "QR-97W",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{},{'force_person':'老舍'}]}",
	  "{'force_rows':[{'force_person':'老建国'}]}" },
	{ "QR-97W",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_person':'韦先生'}]}",
	  "{'force_rows':[{'force_person':'李书记'}]}" },
	{ "QR-98W", "county_contact", { HOME, OWNED }, "{'cc_rows':[{},{'cc_leader':'阿旺'}]}", "{'cc_rows':[{'cc_leader':'韦阿旺'}]}" },
	{ "QR-99W", "grid", { HOME, OWNED }, "{'grid_rows':[{},{'grid_person':'韦大姐'}]}", "{'grid_rows':[{'grid_person':'韦三姐'}]}" },
	{ "QR-02ZP", "plan", { HOME, OWNED }, "{'plan_person':'韦建国、阿旺'}", "{'plan_person':'韦建国、韦阿旺'}" },
	{ "QR-02ZE", "appraisal", { HOME, OWNED }, "{'engineers':'韦工'}", "{'engineers':'韦国强'}" },
	{ "QR-02ZW", "notice", { HOME, OWNED }, "{'notice_witness':'韦大姐'}", "{'notice_witness':'韦三姐'}" },
	{ "QR-02ZY", "notice", { HOME, OWNED }, "{'notice_by':'韦先生、韦建国'}", "{'notice_by':'阿旺、韦建国'}" },
	{ "QR-02ZM", "control", { HOME, OWNED }, "{'control_confirmer':'房主荣'}", "{'control_confirmer':'房成荣'}" },
	{ "QR-97",
	  "task_force",
	  { HOME, OWNED },
	  "{'force_rows':[{'force_duty':'1'},{'force_duty':'1'},{'force_duty':'2'}]}",
	  "{'force_rows':[{'force_duty':'1'},{'force_duty':'2'}]}" },
	{ "QR-97", "task_force", { HOME, OWNED }, "{'force_rows':[{'force_duty':'1'}]}", "{}" },
	{ "QR-68A", "referral", { HOME, OWNED }, "{'ref_words':'户主韦金花说的'}", "{'ref_words':'户主的儿子说的'}" },
	{ "QR-68A", "referral", { LET, OWNED }, "{'ref_words':'租户覃 美兰说的'}", "{'ref_words':'租户说的'}" },
	{ "QR-68A", "referral", { LET, OWNED }, "{'ref_words':'韦建民说的'}", "{'ref_words':'租户说的'}" },
	{ "QR-68A", "referral", { HOME, OWNED }, "{'ref_words':'韦金花'}", "{'ref_words':'韦金花'}", { UNIT, OWNED } },
	{ "QR-68B", "dept_reply", { HOME, OWNED }, "{'reply_words':'户主韦金花说的'}", "{'reply_words':'户主的儿子说的'}" },
	{ "QR-68B", "dept_reply", { LET, OWNED }, "{'reply_words':'租户覃 美兰说的'}", "{'reply_words':'租户说的'}" },
	{ "QR-68B", "dept_reply", { LET, OWNED }, "{'reply_words':'韦建民说的'}", "{'reply_words':'租户说的'}" },
	{ "QR-68B", "dept_reply", { HOME, OWNED }, "{'reply_words':'韦金花'}", "{'reply_words':'韦金花'}", { UNIT, OWNED } },
	{ "QR-68C", "sent_back", { HOME, OWNED }, "{'back_why':'户主韦金花说的'}", "{'back_why':'户主的儿子说的'}" },
	{ "QR-68C", "sent_back", { LET, OWNED }, "{'back_why':'租户覃 美兰说的'}", "{'back_why':'租户说的'}" },
	{ "QR-68C", "sent_back", { LET, OWNED }, "{'back_why':'韦建民说的'}", "{'back_why':'租户说的'}" },
	{ "QR-68C", "sent_back", { HOME, OWNED }, "{'back_why':'韦金花'}", "{'back_why':'韦金花'}", { UNIT, OWNED } },
	{ "QR-68D", "control", { HOME, OWNED }, "{'control_words':'户主韦金花说的'}", "{'control_words':'户主的儿子说的'}" },
	{ "QR-68D", "control", { LET, OWNED }, "{'control_words':'租户覃 美兰说的'}", "{'control_words':'租户说的'}" },
	{ "QR-68D", "control", { LET, OWNED }, "{'control_words':'韦建民说的'}", "{'control_words':'租户说的'}" },
	{ "QR-68D", "control", { HOME, OWNED }, "{'control_words':'韦金花'}", "{'control_words':'韦金花'}", { UNIT, OWNED } },
	{ "QR-68E", "control", { HOME, OWNED }, "{'control_part':'户主韦金花说的'}", "{'control_part':'户主的儿子说的'}" },
	{ "QR-68E", "control", { LET, OWNED }, "{'control_part':'租户覃 美兰说的'}", "{'control_part':'租户说的'}" },
	{ "QR-68E", "control", { LET, OWNED }, "{'control_part':'韦建民说的'}", "{'control_part':'租户说的'}" },
	{ "QR-68E", "control", { HOME, OWNED }, "{'control_part':'韦金花'}", "{'control_part':'韦金花'}", { UNIT, OWNED } },
	{ "QR-68F", "closure", { HOME, OWNED }, "{'use_now':'户主韦金花说的'}", "{'use_now':'户主的儿子说的'}" },
	{ "QR-68F", "closure", { LET, OWNED }, "{'use_now':'租户覃 美兰说的'}", "{'use_now':'租户说的'}" },
	{ "QR-68F", "closure", { LET, OWNED }, "{'use_now':'韦建民说的'}", "{'use_now':'租户说的'}" },
	{ "QR-68F", "closure", { HOME, OWNED }, "{'use_now':'韦金花'}", "{'use_now':'韦金花'}", { UNIT, OWNED } },
	{ "QR-68G", "closure", { HOME, OWNED }, "{'closure_why':'户主韦金花说的'}", "{'closure_why':'户主的儿子说的'}" },
	{ "QR-68G", "closure", { LET, OWNED }, "{'closure_why':'租户覃 美兰说的'}", "{'closure_why':'租户说的'}" },
	{ "QR-68G", "closure", { LET, OWNED }, "{'closure_why':'韦建民说的'}", "{'closure_why':'租户说的'}" },
	{ "QR-68G", "closure", { HOME, OWNED }, "{'closure_why':'韦金花'}", "{'closure_why':'韦金花'}", { UNIT, OWNED } },
	{ "QR-68H", "closure", { HOME, OWNED }, "{'closure_note':'户主韦金花说的'}", "{'closure_note':'户主的儿子说的'}" },
	{ "QR-68H", "closure", { LET, OWNED }, "{'closure_note':'租户覃 美兰说的'}", "{'closure_note':'租户说的'}" },
	{ "QR-68H", "closure", { LET, OWNED }, "{'closure_note':'韦建民说的'}", "{'closure_note':'租户说的'}" },
	{ "QR-68H", "closure", { HOME, OWNED }, "{'closure_note':'韦金花'}", "{'closure_note':'韦金花'}", { UNIT, OWNED } },
	{ "QR-68I", "patrol", { HOME, OWNED }, "{'patrol_words':'户主韦金花说的'}", "{'patrol_words':'户主的儿子说的'}" },
	{ "QR-68I", "patrol", { LET, OWNED }, "{'patrol_words':'租户覃 美兰说的'}", "{'patrol_words':'租户说的'}" },
	{ "QR-68I", "patrol", { LET, OWNED }, "{'patrol_words':'韦建民说的'}", "{'patrol_words':'租户说的'}" },
	{ "QR-68I", "patrol", { HOME, OWNED }, "{'patrol_words':'韦金花'}", "{'patrol_words':'韦金花'}", { UNIT, OWNED } },
	{ "QR-68J", "plan", { HOME, OWNED }, "{'plan_text':'户主韦金花说的'}", "{'plan_text':'户主的儿子说的'}" },
	{ "QR-68J", "plan", { LET, OWNED }, "{'plan_text':'租户覃 美兰说的'}", "{'plan_text':'租户说的'}" },
	{ "QR-68J", "plan", { LET, OWNED }, "{'plan_text':'韦建民说的'}", "{'plan_text':'租户说的'}" },
	{ "QR-68J", "plan", { HOME, OWNED }, "{'plan_text':'韦金花'}", "{'plan_text':'韦金花'}", { UNIT, OWNED } },
	{ "QR-68K", "plan", { HOME, OWNED }, "{'plan_refusal':'户主韦金花说的'}", "{'plan_refusal':'户主的儿子说的'}" },
	{ "QR-68K", "plan", { LET, OWNED }, "{'plan_refusal':'租户覃 美兰说的'}", "{'plan_refusal':'租户说的'}" },
	{ "QR-68K", "plan", { LET, OWNED }, "{'plan_refusal':'韦建民说的'}", "{'plan_refusal':'租户说的'}" },
	{ "QR-68K", "plan", { HOME, OWNED }, "{'plan_refusal':'韦金花'}", "{'plan_refusal':'韦金花'}", { UNIT, OWNED } },
	{ "QR-68L", "ruling", { HOME, OWNED }, "{'ruled_how':'户主韦金花说的'}", "{'ruled_how':'户主的儿子说的'}" },
	{ "QR-68L", "ruling", { LET, OWNED }, "{'ruled_how':'租户覃 美兰说的'}", "{'ruled_how':'租户说的'}" },
	{ "QR-68L", "ruling", { LET, OWNED }, "{'ruled_how':'韦建民说的'}", "{'ruled_how':'租户说的'}" },
	{ "QR-68L", "ruling", { HOME, OWNED }, "{'ruled_how':'韦金花'}", "{'ruled_how':'韦金花'}", { UNIT, OWNED } },
	{ "QR-68M", "spot_answer", { HOME, OWNED }, "{'answer_why':'户主韦金花说的'}", "{'answer_why':'户主的儿子说的'}" },
	{ "QR-68M", "spot_answer", { LET, OWNED }, "{'answer_why':'租户覃 美兰说的'}", "{'answer_why':'租户说的'}" },
	{ "QR-68M", "spot_answer", { LET, OWNED }, "{'answer_why':'韦建民说的'}", "{'answer_why':'租户说的'}" },
	{ "QR-68M", "spot_answer", { HOME, OWNED }, "{'answer_why':'韦金花'}", "{'answer_why':'韦金花'}", { UNIT, OWNED } },
	{ "QR-68N", "spotcheck", { HOME, OWNED }, "{'check_words':'户主韦金花说的'}", "{'check_words':'户主的儿子说的'}" },
	{ "QR-68N", "spotcheck", { LET, OWNED }, "{'check_words':'租户覃 美兰说的'}", "{'check_words':'租户说的'}" },
	{ "QR-68N", "spotcheck", { LET, OWNED }, "{'check_words':'韦建民说的'}", "{'check_words':'租户说的'}" },
	{ "QR-68N", "spotcheck", { HOME, OWNED }, "{'check_words':'韦金花'}", "{'check_words':'韦金花'}", { UNIT, OWNED } },
	{ "QR-68O", "visit", { HOME, OWNED }, "{'visit_refusal':'户主韦金花说的'}", "{'visit_refusal':'户主的儿子说的'}" },
	{ "QR-68O", "visit", { LET, OWNED }, "{'visit_refusal':'租户覃 美兰说的'}", "{'visit_refusal':'租户说的'}" },
	{ "QR-68O", "visit", { LET, OWNED }, "{'visit_refusal':'韦建民说的'}", "{'visit_refusal':'租户说的'}" },
	{ "QR-68O", "visit", { HOME, OWNED }, "{'visit_refusal':'韦金花'}", "{'visit_refusal':'韦金花'}", { UNIT, OWNED } },
	{ "QR-68P", "visit", { HOME, OWNED }, "{'visit_danger_words':'户主韦金花说的'}", "{'visit_danger_words':'户主的儿子说的'}" },
	{ "QR-68P", "visit", { LET, OWNED }, "{'visit_danger_words':'租户覃 美兰说的'}", "{'visit_danger_words':'租户说的'}" },
	{ "QR-68P", "visit", { LET, OWNED }, "{'visit_danger_words':'韦建民说的'}", "{'visit_danger_words':'租户说的'}" },
	{ "QR-68P", "visit", { HOME, OWNED }, "{'visit_danger_words':'韦金花'}", "{'visit_danger_words':'韦金花'}", { UNIT, OWNED } },
	{ "QR-68Q", "work", { HOME, OWNED }, "{'work_changed':'户主韦金花说的'}", "{'work_changed':'户主的儿子说的'}" },
	{ "QR-68Q", "work", { LET, OWNED }, "{'work_changed':'租户覃 美兰说的'}", "{'work_changed':'租户说的'}" },
	{ "QR-68Q", "work", { LET, OWNED }, "{'work_changed':'韦建民说的'}", "{'work_changed':'租户说的'}" },
	{ "QR-68Q", "work", { HOME, OWNED }, "{'work_changed':'韦金花'}", "{'work_changed':'韦金花'}", { UNIT, OWNED } },
	{ "QR-68R", "referral", { HOME, OWNED }, "{'ref_place':'户主韦金花说的'}", "{'ref_place':'户主的儿子说的'}" },
	{ "QR-68R", "referral", { LET, OWNED }, "{'ref_place':'租户覃 美兰说的'}", "{'ref_place':'租户说的'}" },
	{ "QR-68R", "referral", { LET, OWNED }, "{'ref_place':'韦建民说的'}", "{'ref_place':'租户说的'}" },
	{ "QR-68R", "referral", { HOME, OWNED }, "{'ref_place':'韦金花'}", "{'ref_place':'韦金花'}", { UNIT, OWNED } },
	{ "QR-68WA", "referral", { HOME, STONE }, "{'ref_words':'石山脚下'}", "{'ref_words':'山脚下'}" },
	{ "QR-68WA", "referral", { LET_TO_TWO, OWNED }, "{'ref_words':'黄土墙'}", "{'ref_words':'韦金花'}" },
	{ "QR-68A", "referral", { HOME, OWNED }, "{'ref_words':'韦金花'}", "{'ref_words':'东兰镇供销社'}", { HOME, SOCIETY } },
	{ "QR-68WB", "dept_reply", { HOME, STONE }, "{'reply_words':'石山脚下'}", "{'reply_words':'山脚下'}" },
	{ "QR-68WB", "dept_reply", { LET_TO_TWO, OWNED }, "{'reply_words':'黄土墙'}", "{'reply_words':'韦金花'}" },
	{ "QR-68B", "dept_reply", { HOME, OWNED }, "{'reply_words':'韦金花'}", "{'reply_words':'东兰镇供销社'}", { HOME, SOCIETY } },
	{ "QR-68WC", "sent_back", { HOME, STONE }, "{'back_why':'石山脚下'}", "{'back_why':'山脚下'}" },
	{ "QR-68WC", "sent_back", { LET_TO_TWO, OWNED }, "{'back_why':'黄土墙'}", "{'back_why':'韦金花'}" },
	{ "QR-68C", "sent_back", { HOME, OWNED }, "{'back_why':'韦金花'}", "{'back_why':'东兰镇供销社'}", { HOME, SOCIETY } },
	{ "QR-68WD", "control", { HOME, STONE }, "{'control_words':'石山脚下'}", "{'control_words':'山脚下'}" },
	{ "QR-68WD", "control", { LET_TO_TWO, OWNED }, "{'control_words':'黄土墙'}", "{'control_words':'韦金花'}" },
	{ "QR-68D", "control", { HOME, OWNED }, "{'control_words':'韦金花'}", "{'control_words':'东兰镇供销社'}", { HOME, SOCIETY } },
	{ "QR-68WE", "control", { HOME, STONE }, "{'control_part':'石山脚下'}", "{'control_part':'山脚下'}" },
	{ "QR-68WE", "control", { LET_TO_TWO, OWNED }, "{'control_part':'黄土墙'}", "{'control_part':'韦金花'}" },
	{ "QR-68E", "control", { HOME, OWNED }, "{'control_part':'韦金花'}", "{'control_part':'东兰镇供销社'}", { HOME, SOCIETY } },
	{ "QR-68WF", "closure", { HOME, STONE }, "{'use_now':'石山脚下'}", "{'use_now':'山脚下'}" },
	{ "QR-68WF", "closure", { LET_TO_TWO, OWNED }, "{'use_now':'黄土墙'}", "{'use_now':'韦金花'}" },
	{ "QR-68F", "closure", { HOME, OWNED }, "{'use_now':'韦金花'}", "{'use_now':'东兰镇供销社'}", { HOME, SOCIETY } },
	{ "QR-68WG", "closure", { HOME, STONE }, "{'closure_why':'石山脚下'}", "{'closure_why':'山脚下'}" },
	{ "QR-68WG", "closure", { LET_TO_TWO, OWNED }, "{'closure_why':'黄土墙'}", "{'closure_why':'韦金花'}" },
	{ "QR-68G", "closure", { HOME, OWNED }, "{'closure_why':'韦金花'}", "{'closure_why':'东兰镇供销社'}", { HOME, SOCIETY } },
	{ "QR-68WH", "closure", { HOME, STONE }, "{'closure_note':'石山脚下'}", "{'closure_note':'山脚下'}" },
	{ "QR-68WH", "closure", { LET_TO_TWO, OWNED }, "{'closure_note':'黄土墙'}", "{'closure_note':'韦金花'}" },
	{ "QR-68H", "closure", { HOME, OWNED }, "{'closure_note':'韦金花'}", "{'closure_note':'东兰镇供销社'}", { HOME, SOCIETY } },
	{ "QR-68WI", "patrol", { HOME, STONE }, "{'patrol_words':'石山脚下'}", "{'patrol_words':'山脚下'}" },
	{ "QR-68WI", "patrol", { LET_TO_TWO, OWNED }, "{'patrol_words':'黄土墙'}", "{'patrol_words':'韦金花'}" },
	{ "QR-68I", "patrol", { HOME, OWNED }, "{'patrol_words':'韦金花'}", "{'patrol_words':'东兰镇供销社'}", { HOME, SOCIETY } },
	{ "QR-68WJ", "plan", { HOME, STONE }, "{'plan_text':'石山脚下'}", "{'plan_text':'山脚下'}" },
	{ "QR-68WJ", "plan", { LET_TO_TWO, OWNED }, "{'plan_text':'黄土墙'}", "{'plan_text':'韦金花'}" },
	{ "QR-68J", "plan", { HOME, OWNED }, "{'plan_text':'韦金花'}", "{'plan_text':'东兰镇供销社'}", { HOME, SOCIETY } },
	{ "QR-68WK", "plan", { HOME, STONE }, "{'plan_refusal':'石山脚下'}", "{'plan_refusal':'山脚下'}" },
	{ "QR-68WK", "plan", { LET_TO_TWO, OWNED }, "{'plan_refusal':'黄土墙'}", "{'plan_refusal':'韦金花'}" },
	{ "QR-68K", "plan", { HOME, OWNED }, "{'plan_refusal':'韦金花'}", "{'plan_refusal':'东兰镇供销社'}", { HOME, SOCIETY } },
	{ "QR-68WL", "ruling", { HOME, STONE }, "{'ruled_how':'石山脚下'}", "{'ruled_how':'山脚下'}" },
	{ "QR-68WL", "ruling", { LET_TO_TWO, OWNED }, "{'ruled_how':'黄土墙'}", "{'ruled_how':'韦金花'}" },
	{ "QR-68L", "ruling", { HOME, OWNED }, "{'ruled_how':'韦金花'}", "{'ruled_how':'东兰镇供销社'}", { HOME, SOCIETY } },
	{ "QR-68WM", "spot_answer", { HOME, STONE }, "{'answer_why':'石山脚下'}", "{'answer_why':'山脚下'}" },
	{ "QR-68WM", "spot_answer", { LET_TO_TWO, OWNED }, "{'answer_why':'黄土墙'}", "{'answer_why':'韦金花'}" },
	{ "QR-68M", "spot_answer", { HOME, OWNED }, "{'answer_why':'韦金花'}", "{'answer_why':'东兰镇供销社'}", { HOME, SOCIETY } },
	{ "QR-68WN", "spotcheck", { HOME, STONE }, "{'check_words':'石山脚下'}", "{'check_words':'山脚下'}" },
	{ "QR-68WN", "spotcheck", { LET_TO_TWO, OWNED }, "{'check_words':'黄土墙'}", "{'check_words':'韦金花'}" },
	{ "QR-68N", "spotcheck", { HOME, OWNED }, "{'check_words':'韦金花'}", "{'check_words':'东兰镇供销社'}", { HOME, SOCIETY } },
	{ "QR-68WO", "visit", { HOME, STONE }, "{'visit_refusal':'石山脚下'}", "{'visit_refusal':'山脚下'}" },
	{ "QR-68WO", "visit", { LET_TO_TWO, OWNED }, "{'visit_refusal':'黄土墙'}", "{'visit_refusal':'韦金花'}" },
	{ "QR-68O", "visit", { HOME, OWNED }, "{'visit_refusal':'韦金花'}", "{'visit_refusal':'东兰镇供销社'}", { HOME, SOCIETY } },
	{ "QR-68WP", "visit", { HOME, STONE }, "{'visit_danger_words':'石山脚下'}", "{'visit_danger_words':'山脚下'}" },
	{ "QR-68WP", "visit", { LET_TO_TWO, OWNED }, "{'visit_danger_words':'黄土墙'}", "{'visit_danger_words':'韦金花'}" },
	{ "QR-68P",
	  "visit",
	  { HOME, OWNED },
	  "{'visit_danger_words':'韦金花'}",
	  "{'visit_danger_words':'东兰镇供销社'}",
	  { HOME, SOCIETY } },
	{ "QR-68WQ", "work", { HOME, STONE }, "{'work_changed':'石山脚下'}", "{'work_changed':'山脚下'}" },
	{ "QR-68WQ", "work", { LET_TO_TWO, OWNED }, "{'work_changed':'黄土墙'}", "{'work_changed':'韦金花'}" },
	{ "QR-68Q", "work", { HOME, OWNED }, "{'work_changed':'韦金花'}", "{'work_changed':'东兰镇供销社'}", { HOME, SOCIETY } },
	{ "QR-68WR", "referral", { HOME, STONE }, "{'ref_place':'石山脚下'}", "{'ref_place':'山脚下'}" },
	{ "QR-68WR", "referral", { LET_TO_TWO, OWNED }, "{'ref_place':'黄土墙'}", "{'ref_place':'韦金花'}" },
	{ "QR-68R", "referral", { HOME, OWNED }, "{'ref_place':'韦金花'}", "{'ref_place':'东兰镇供销社'}", { HOME, SOCIETY } },
	{ "QR-29C",
	  "patrol",
	  { HOME, OWNED },
	  "{'patrol_words':'听邻居说没有变化'}",
	  "{'patrol_words':'听邻居说裂缝变宽，现场量得2毫米'}" },
	{ "QR-29A", "spotcheck", { HOME, OWNED }, "{'check_words':'电话询问，未到现场'}", "{'check_words':'两人到现场看过'}" },
	{ "QR-29B", "spot_answer", { HOME, OWNED }, "{'answer_why':'电话询问，未到现场'}", "{'answer_why':'两人到现场看过'}" },
	{ "QR-29C", "patrol", { HOME, OWNED }, "{'patrol_words':'电话询问，未到现场'}", "{'patrol_words':'两人到现场看过'}" },
	{ "QR-29D", "closure", { HOME, OWNED }, "{'closure_note':'电话询问，未到现场'}", "{'closure_note':'两人到现场看过'}" },
	{ "QR-95", "safety_proof", { SOME, SHOP }, "{'proof_kind':'1','proof_no':'9'}", "{'proof_kind':'2','proof_no':'9'}" },
	{ "QR-95",
	  "safety_proof",
	  { SOME, SHOP, REPORTED("3") },
	  "{'proof_kind':'1','proof_no':'9','proof_date':'2022-09-20'}",
	  "{'proof_kind':'1','proof_no':'9','proof_date':'2022-09-20'}",
	  { SOME, SHOP, REPORTED("2") } },
	{ "QR-95",
	  "safety_proof",
	  { SOME, SHOP, REPORTED("2") },
	  "{'proof_kind':'1','proof_no':'8','proof_date':'2022-09-20'}",
	  "{'proof_kind':'1','proof_no':'9','proof_date':'2022-09-20'}" },
	{ "QR-95",
	  "safety_proof",
	  { SOME, SHOP, REPORTED("2") },
	  "{'proof_kind':'1','proof_no':'9','proof_date':'2021-09-20'}",
	  "{'proof_kind':'1','proof_no':'9','proof_date':'2022-09-20'}" },
	{ "QR-96",
	  "safety_proof",
	  { SOME, SHOP },
	  "{'proof_until':'2021-12-31','proof_received':'2022-09-21'}",
	  "{'proof_until':'2022-09-21','proof_received':'2022-09-21'}" },
	{ "QR-94", "dept_reply", { SEVERE, SHOP }, "{'reply_done':'1','reply_keyed':true}", "{'reply_done':'1','reply_keyed':false}" },
	{ "QR-51",
	  "control",
	  { SEVERE, SHOP },
	  "{'control_measures':['1','3'],'control_whole':true,'people_after':2}",
	  "{'control_measures':['1','3'],'control_whole':true,'people_after':0}" },
	{ "QR-51",
	  "control",
	  { SOME, SHOP },
	  "{'control_measures':['4'],'control_whole':true,'people_after':1}",
	  "{'control_measures':['2'],'control_whole':true,'people_after':4}" },
	{ "QR-51",
	  "control",
	  { SOME, SHOP },
	  "{'control_measures':['1'],'control_whole':true,'people_after':1}",
	  "{'control_measures':['1'],'control_whole':false,'people_after':1}" },
	{ "QR-51M", "control", { SEVERE, HOME }, "{'control_measures':['3']}", "{'control_measures':['1','3']}" },
	{ "QR-51M", "control", { SEVERE, HOME }, "{'control_measures':['1']}", "{'control_measures':['1','3','4']}" },
	{ "QR-51M", "control", { SOME, SHOP }, "{'control_measures':['3']}", "{'control_measures':['2']}" },
	{ "QR-51M",
	  "control",
	  { NOTHING, SHOP, GRADED("4", "2022-09-01") },
	  "{'control_measures':['2']}",
	  "{'control_measures':['1','3']}" },
	{ "QR-51M",
	  "control",
	  { SOME, SHOP, GRADED("3", "2022-09-01") },
	  "{'control_measures':['2']}",
	  "{'control_measures':['2']}",
	  { SOME, SHOP } },
	{ "QR-51M", "control", { SOME, SHOP }, "{'control_measures':['5']}", "{'control_measures':['5'],'control_lifted':true}" },
	{ "QR-51L", "control", { SEVERE, SHOP }, "{'control_measures':['3'],'control_lifted':true}", "{'control_measures':['1','3']}" },
	{ "QR-51L",
	  "control",
	  { SEVERE, SHOP, GRADED("4", "2022-09-01") },
	  "{'control_measures':['3'],'control_lifted':true}",
	  "{'control_measures':['3'],'control_lifted':true}",
	  { SEVERE, SHOP, GRADED("4", "2022-09-01"), GRADED("2", "2022-09-20") } },
	{ "QR-57", "notice", { SOME, SHOP }, "{'notice_kinds':['1']}", "{'notice_kinds':['1','2']}" },
	{ "QR-57", "notice", { SOME, SHOP }, "{'notice_kinds':['1']}", "{}" },
	{ "QR-57", "notice", { SOME, SHOP }, "{'notice_kinds':['4']}", "{'notice_kinds':['1']}", { SOME, HOME } },
	{ "QR-57T", "notice", { SOME, SHOP }, "{'notice_to':['1']}", "{'notice_to':['1','2']}" },
	{ "QR-57T", "notice", { SOME, HOME }, "{'notice_to':['2']}", "{'notice_to':['1']}" },
	{ "QR-56", "appraisal", { SEVERE, SHOP }, "{'grade':'1'}", "{'grade':'4'}" },
	{ "QR-56", "appraisal", { NOTHING, SHOP }, "{'grade':'3'}", "{'grade':'2'}" },
	{ "QR-56", "appraisal", { SEVERE, SHOP, PLANNED }, "{'grade':'2'}", "{'grade':'2'}", { SEVERE, SHOP, PLANNED, STRENGTHENED } },
	{ "QR-56",
	  "appraisal",
	  { { "classification", "{'conclusion':'1','determ_date':'2022-09-21'}" }, SHOP, PLANNED, STRENGTHENED },
	  "{'grade':'2'}",
	  "{'grade':'4'}" },
	{ "QR-56S",
	  "appraisal",
	  { SOME, SHOP },
	  "{'report_floors':2,'report_structure':'1'}",
	  "{'report_floors':3,'report_structure':'1'}" },
	{ "QR-56S",
	  "appraisal",
	  { SOME, SHOP },
	  "{'report_floors':3,'report_structure':'3'}",
	  "{'report_floors':3,'report_structure':'1'}" },
	{ "QR-56L", "appraisal", { SOME, SHOP }, "{'body_listed':false}", "{'body_listed':true}" },
	{ "QR-58", "work", { SOME, SHOP }, "{'work_state':'2'}", "{'work_state':'2'}", { SOME, SHOP, PLANNED } },
	{ "QR-58C",
	  "work",
	  { SOME, SHOP, PLANNED },
	  "{'work_state':'2','work_measures':['1']}",
	  "{'work_state':'2','work_measures':['3']}" },
	{ "QR-58C",
	  "work",
	  { SOME, SHOP, PLANNED },
	  "{'work_state':'2','work_measures':['1']}",
	  "{'work_state':'2','work_measures':['1'],'work_changed':'户主改为拆除，韦主任同意'}" },
	{ "QR-53S",
	  "closure",
	  { SEVERE, SHOP, PLANNED },
	  "{'closure_ground':'2'}",
	  "{'closure_ground':'2'}",
	  { SEVERE, SHOP, PLANNED, STRENGTHENED } },
	{ "QR-53S",
	  "closure",
	  { SEVERE, SHOP, PLANNED, STRENGTHENED },
	  "{'closure_ground':'1'}",
	  "{'closure_ground':'1'}",
	  { SEVERE, SHOP, PLANNED, CLEARED } },
	{ "QR-53S",
	  "closure",
	  { { "classification", "{'conclusion':'1','determ_date':'2022-09-21'}" }, SHOP, PLANNED, STRENGTHENED },
	  "{'closure_ground':'2'}",
	  "{'closure_ground':'2'}",
	  { SEVERE, SHOP, PLANNED, STRENGTHENED } },
	{ "QR-53D",
	  "closure",
	  { SEVERE, SHOP },
	  "{'closure_ground':'1','done_date':'1950-01-01'}",
	  "{'closure_ground':'1','done_date':'2022-08-10'}" },
	{ "QR-53D",
	  "closure",
	  { NOTHING_NEW, NEW_SHOP },
	  "{'closure_ground':'1','done_date':'2022-09-21'}",
	  "{'closure_ground':'3','done_date':'2022-09-21'}" },
	{ "QR-53S",
	  "closure",
	  { NOTHING_NEW, NEW_SHOP, STRENGTHENED },
	  "{'closure_ground':'3'}",
	  "{'closure_ground':'3'}",
	  { NOTHING_NEW, NEW_SHOP, REBUILT } },
	{ "QR-53R",
	  "closure",
	  { SEVERE, SHOP, REBUILT },
	  "{'closure_ground':'3'}",
	  "{'closure_ground':'3'}",
	  { NOTHING_NEW, NEW_SHOP, REBUILT } },
	{ "QR-53R", "closure", { NOTHING_NEW, SHOP }, "{'closure_ground':'3'}", "{'closure_ground':'3'}", { NOTHING_NEW, NEW_SHOP } },
	{ "QR-92",
	  "registration",
	  { SEVERE, REBUILT },
	  "{'survey_date':'2022-09-22'}",
	  "{'survey_date':'2022-09-22','rebuilt_date':'2022-09-21'}" },
	{ "QR-92",
	  "registration",
	  { SEVERE, REBUILT },
	  "{'survey_date':'2022-09-20','rebuilt_date':'2022-09-21'}",
	  "{'survey_date':'2022-09-20'}",
	  { SEVERE, SHOP } },
	/* two laptops, one day */
	{ "QR-93",
	  "classification",
	  { SHOP, PRINTED("20220917-0a01-0001"), PRINTED("20220917-0b02-0002") },
	  "{'conclusion':'1','determ_date':'2022-08-10'}",
	  "{'conclusion':'1','determ_date':'2022-08-10'}",
	  { SHOP, PRINTED("20220917-0a01-0001"), PRINTED("20220917-0a01-0001"), PRINTED("20220918-0b02-0002") } },
	/* one of them was served; or each, as a notice of its own */
	{ "QR-93",
	  "classification",
	  { SHOP, PRINTED("20220917-0a01-0001"), PRINTED("20220917-0b02-0002"), SERVED("20220917-0b02-0002") },
	  "{'conclusion':'1','determ_date':'2022-08-10'}",
	  "{'conclusion':'1','determ_date':'2022-08-10'}",
	  { SHOP, PRINTED("20220917-0a01-0001"), PRINTED("20220917-0b02-0002"), SERVED("20220917-0b02-0002"),
	    SERVED("20220917-0a01-0001") } },
	{ "QR-55D",
	  "closure",
	  { SEVERE, SHOP, STRENGTHENED, GRADED("2", "2022-09-19") },
	  "{'closure_ground':'2','done_date':'2022-09-20'}",
	  "{'closure_ground':'2','done_date':'2022-09-19'}" },
	{ "QR-55D",
	  "closure",
	  { SEVERE, SHOP, STRENGTHENED, GRADED("2", "2022-09-19") },
	  "{'closure_ground':'2','done_date':'2022-09-20'}",
	  "{'closure_ground':'2','done_date':'2022-09-20'}",
	  { SEVERE, SHOP, STRENGTHENED, GRADED("2", "2022-09-19"), GRADED("1", "2022-09-20") } },
	{ "QR-55C",
	  "closure",
	  { SEVERE, SHOP, GRADED("2", "2022-09-19") },
	  "{'closure_ground':'5','closure_control_ended':false}",
	  "{'closure_ground':'5','closure_control_ended':true}" },
	{ "QR-53U", "closure", { SEVERE, HOME }, "{'closure_ground':'4'}", "{'closure_ground':'4'}", { SOME, HOME } },
	{ "QR-53U", "closure", { SOME, SHOP }, "{'closure_ground':'4'}", "{'closure_ground':'5'}" },
	{ "QR-53N", "closure", { SOME, SHOP }, "{'closure_ground':'6'}", "{'closure_ground':'6'}", { NOTHING, SHOP } },
	{ "QR-53N",
	  "closure",
	  { NOTHING, SHOP, GRADED("3", "2022-09-01") },
	  "{'closure_ground':'6'}",
	  "{'closure_ground':'6'}",
	  { SOME, SHOP, GRADED("1", "2022-09-01") } },
	{ "QR-53W",
	  "closure",
	  { NOTHING, SHOP },
	  "{'closure_ground':'6','closure_why':'现已无人居住'}",
	  "{'closure_ground':'6','closure_why':'裂缝是装修面层开裂'}" },
	{ "QR-53W", "closure", { NOTHING, SHOP }, "{'closure_ground':'6','closure_note':'已挂牌警示'}", "{'closure_ground':'6'}" },
	{ "QR-53W",
	  "closure",
	  { SOME, HOME },
	  "{'closure_ground':'4','use_now':'房屋空置，无人居住'}",
	  "{'closure_ground':'4','use_now':'自住，无人居住的二层已封'}" },
	{ "QR-53W",
	  "closure",
	  { SOME, HOME },
	  "{'closure_ground':'4','closure_note':'挂牌警示'}",
	  "{'closure_ground':'1','closure_note':'挂牌警示已撤'}" },
	{ "QR-53W",
	  "closure",
	  { SOME, HOME },
	  "{'closure_ground':'4','use_now':'无人居住'}",
	  "{'closure_ground':'1','closure_note':'房屋原无人居住，已整栋拆除'}" },
	{ "QR-53W",
	  "closure",
	  { SOME, HOME },
	  "{'closure_ground':'2','closure_note':'无人居住'}",
	  "{'closure_ground':'2','closure_note':'加固后无人居住，钥匙在户主处'}" },
	{ "QR-53V",
	  "closure",
	  { SOME, HOME },
	  "{'closure_ground':'6','closure_note':'挂牌已撤'}",
	  "{'closure_ground':'1','closure_note':'挂牌已撤'}" },
	{ "QR-53V",
	  "closure",
	  { SOME, HOME },
	  "{'closure_ground':'4','use_now':'自住，无人居住的二层已封'}",
	  "{'closure_ground':'4','use_now':'自住'}" },
	{ "QR-53V",
	  "closure",
	  { SOME, HOME },
	  "{'closure_ground':'6','closure_why':'裂缝是装修面层开裂','closure_note':'原挂牌警示已撤'}",
	  "{'closure_ground':'1','closure_note':'原挂牌警示已撤，场地已清'}" },
	{ "QR-53V",
	  "closure",
	  { SOME, HOME },
	  "{'closure_ground':'4','use_now':'自住，门口挂牌警示'}",
	  "{'closure_ground':'4','use_now':'无人居住'}" },
	{ "QR-55",
	  "closure",
	  { SEVERE, SHOP, STRENGTHENED },
	  "{'closure_ground':'2'}",
	  "{'closure_ground':'2'}",
	  { SEVERE, SHOP, STRENGTHENED, GRADED("4", "2022-08-20"), GRADED("2", "2022-09-25") } },
	{ "QR-55",
	  "closure",
	  { SEVERE, SHOP, GRADED("2", "2022-08-20"), GRADED("3", "2022-09-25") },
	  "{'closure_ground':'5'}",
	  "{'closure_ground':'5'}",
	  { SEVERE, SHOP, GRADED("1", "2022-09-25") } },
	{ "QR-55", "closure", { SOME, HOME, GRADED("3", "2022-08-20") }, "{'closure_ground':'4'}", "{'closure_ground':'1'}" },
};
#pragma GCC diagnostic pop

static void
rules__fire_on_their_case__and_are_silent_beside_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(trials); i++) {
		const struct trial *trial = &trials[i];

		stand(trial->standing, COUNT(trial->standing));
		if (!fires(trial->rule, trial->form, trial->wrong, false, 0))
			fail_msg("%s did not fire over %s (%zu)", trial->rule, trial->wrong, i);
		stand(trial->righter[0].form ? trial->righter : trial->standing, COUNT(trial->standing));
		if (fires(trial->rule, trial->form, trial->right, false, 0))
			fail_msg("%s fired over %s (%zu)", trial->rule, trial->right, i);
	}
}

static const struct {
	const char *rule, *form;
} of_photos[] = { { "QR-56P", "appraisal" }, { "QR-53P", "closure" } };

static void
rules_of_photos__fire__on_one_used_twice(void **state)
{
	static const struct standing house[] = { SOME, SHOP };

	(void)state;
	for (size_t i = 0; i < COUNT(of_photos); i++) {
		stand(house, COUNT(house));
		assert_false(fires(of_photos[i].rule, of_photos[i].form, "{}", false, 0));
		assert_true(fires(of_photos[i].rule, of_photos[i].form, "{}", true, 0));
		assert_true(fires(of_photos[i].rule, of_photos[i].form, "{}", false, 1));
	}
}

/* What was photographed as the house was surveyed shows nothing of the work. */
static void
photo_of_the_survey__is_none_of_the_strike_off(void **state)
{
	static const struct standing house[] = { SOME, SHOP };
	struct eval_photo photo = { .field = "photo_front", .mime = "image/jpeg", .size_bytes = 99999, .id_hex = "b" };
	struct value values = values_of(house[1].json);

	(void)state;
	stand(house, COUNT(house));
	eval_load(eval, pack_form(pack, "registration"), &values, true, &photo, 1);
	assert_true(fires("QR-53P", "closure", "{}", false, 0));
	value_release(&values);
}

/* What is photographed after a good report is classified on a day after it; what it answers keeps its day. */
static void
finding__is_no_older_than_its_photo__behind_a_good_report(void **state)
{
	static const struct standing good[] = { SHOP, GRADED("2", "2022-09-20") }, bad[] = { SHOP, GRADED("3", "2022-09-20") };
	static const struct {
		const struct standing *house;
		const char *json;
		int64_t taken_unix;
		bool fires;
	} table[] = {
		{ good, "{'determ_date':'2022-08-10','findings':[{}]}", 1664000000, true }, /* 2022-09-24 */
		{ good, "{'determ_date':'2022-09-24','findings':[{}]}", 1664000000, false },
		{ good, "{'determ_date':'2022-08-10','findings':[{}]}", 1660100000, false }, /* 2022-08-10 */
		{ bad, "{'determ_date':'2022-08-10','findings':[{}]}", 1664000000, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct eval_photo photo = { .field = "findings/1/finding_photo",
					    .mime = "image/jpeg",
					    .size_bytes = 99999,
					    .id_hex = "e",
					    .has_taken = true,
					    .taken_unix = table[i].taken_unix };
		struct value values = values_of(table[i].json);
		struct fired fired = { .wanted = "QR-62G" };

		stand(table[i].house, 2);
		eval_load(eval, pack_form(pack, "classification"), &values, true, &photo, 1);
		eval_rules(eval, pack_form(pack, "classification"), false, note, &fired);
		if (fired.found != table[i].fires)
			fail_msg("%zu", i);
		value_release(&values);
	}
}

static void
every_rule_of_a_form_that_repeats__has_a_case(void **state)
{
	(void)state;
	for (size_t r = 0; r < pack->rule_count; r++) {
		/* size, day and other house of every photo field: tests/eval/pack */
		bool known = !pack->rules[r].form->repeat || strncmp(pack->rules[r].id, "QR-64", 5) == 0 ||
			     strncmp(pack->rules[r].id, "QR-61", 5) == 0 || strncmp(pack->rules[r].id, "QR-62", 5) == 0;

		for (size_t i = 0; i < COUNT(trials); i++)
			known |= strcmp(trials[i].rule, pack->rules[r].id) == 0;
		for (size_t i = 0; i < COUNT(of_photos); i++)
			known |= strcmp(of_photos[i].rule, pack->rules[r].id) == 0;
		if (!known)
			fail_msg("%s has no case", pack->rules[r].id);
	}
}

/* ---- facts */

static const char *
fact_of(const char *name, char out[32])
{
	out[0] = '\0';
	for (size_t i = 0; i < pack->fact_count; i++) {
		struct value value;

		if (strcmp(pack->facts[i].name, name) != 0)
			continue;
		value = eval_fact(eval, &pack->facts[i]);
		if (value.type == VALUE_BOOLEAN)
			strcpy(out, value.boolean ? "yes" : "no");
		else if (value.type == VALUE_TEXT)
			strncat(out, value.text, 31);
		value_release(&value);
		return out;
	}
	fail_msg("there is no fact %s", name);
	return NULL;
}

/* A crowded place that was found fit owes the report to its lead department; to any, while none leads. */
static void
facts__say__to_whom_a_proof_is_owed(void **state)
{
#define CROWDED(lead)                                                                                                                      \
	{                                                                                                                                  \
		"registration", "{'use_class':'1','survey_state':'2','biz_types':['1'],'over10':true,'lead_dept':'" lead "'}"              \
	}
#define PROVEN(dept)                                                                                                                       \
	{                                                                                                                                  \
		"safety_proof", "{'proof_kind':'1','proof_no':'9','proof_dept':'" dept "','proof_date':'2022-09-20'}"                      \
	}
	static const struct {
		struct standing standing[4];
		const char *owed;
	} table[] = {
		{ { SOME, CROWDED("4"), REPORTED("2") }, "4:" },
		{ { SOME, CROWDED("4"), REPORTED("2"), PROVEN("9") }, "4:" },
		{ { SOME, CROWDED("4"), REPORTED("2"), PROVEN("4") }, "" },
		{ { SOME, CROWDED("0"), REPORTED("2") }, "0:" },
		{ { SOME, CROWDED("0"), REPORTED("2"), PROVEN("4") }, "" },
		{ { SOME, CROWDED("4"), REPORTED("3") }, "" },
	};
	char text[32];

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		stand(table[i].standing, COUNT(table[i].standing));
		fact_of("proof_owed", text);
		text[*text ? 2 : 0] = '\0';
		if (strcmp(text, table[i].owed) != 0)
			fail_msg("line %zu: owed to \"%s\", not \"%s\"", i + 1, text, table[i].owed);
	}
#undef CROWDED
#undef PROVEN
}

/* Must it be controlled, may it be used, until when, is an appraisal called for? */
static void
facts__say__what_may_be_done_with_a_house(void **state)
{
	static const struct {
		struct standing standing[4];
		const char *control, *use, *until, *appraisal, *hazard, *unsafe;
	} table[] = {
		{ { SEVERE, SHOP }, "yes", "3", "", "yes", "yes", "yes" },
		{ { SEVERE, HOME }, "yes", "3", "", "yes", "yes", "yes" },
		{ { SOME, SHOP }, "yes", "3", "", "yes", "yes", "yes" },
		{ { SOME, HOME }, "no", "2", "2022-09-25", "yes", "yes", "yes" },
		{ { NOTHING, SHOP }, "no", "2", "2022-09-25", "yes", "no", "no" },
		{ { NOTHING, HOME }, "no", "1", "", "no", "no", "no" },
		{ { SEVERE, SHOP, GRADED("2", "2022-09-01") }, "no", "1", "", "yes", "yes", "no" },
		{ { NOTHING, SHOP, GRADED("1", "2022-09-01") }, "no", "1", "", "yes", "no", "no" },
		{ { NOTHING, SHOP, GRADED("3", "2022-09-01") }, "yes", "3", "", "yes", "yes", "yes" },
		{ { NOTHING, HOME, GRADED("3", "2022-09-01") }, "no", "3", "", "no", "yes", "yes" },
		{ { SOME, HOME, GRADED("4", "2022-09-01") }, "yes", "3", "", "yes", "yes", "yes" },
		{ { SOME, SHOP, GRADED("4", "2022-09-01"), GRADED("1", "2022-09-20") }, "no", "1", "", "yes", "yes", "no" },
		/* registered as demolished while the hazard stands: nobody says any more that no business goes on */
		{ { SOME, { "registration", "{'survey_state':'4'}" } }, "no", "3", "", "yes", "yes", "yes" },
		{ { SEVERE, { "registration", "{'survey_state':'4'}" } }, "yes", "3", "", "yes", "yes", "yes" },
		/* of one day the worse counts, in any order */
		{ { SEVERE, SHOP, GRADED("2", "2022-09-20"), GRADED("4", "2022-09-20") }, "yes", "3", "", "yes", "yes", "yes" },
		{ { SEVERE, SHOP, GRADED("4", "2022-09-20"), GRADED("2", "2022-09-20") }, "yes", "3", "", "yes", "yes", "yes" },
		/* a report that is older than the finding answers it only by a danger */
		{ { SEVERE, SHOP, GRADED("1", "2022-01-10") }, "yes", "3", "", "yes", "yes", "yes" },
		{ { NOTHING, SHOP, GRADED("3", "2022-08-09") }, "yes", "3", "", "yes", "yes", "yes" },
	};
	char text[32];

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		stand(table[i].standing, COUNT(table[i].standing));
		assert_string_equal(fact_of("need_control", text), table[i].control);
		assert_string_equal(fact_of("may_use", text), table[i].use);
		assert_string_equal(fact_of("may_use_until", text), table[i].until);
		assert_string_equal(fact_of("need_appraisal", text), table[i].appraisal);
		assert_string_equal(fact_of("hazard", text), table[i].hazard);
		assert_string_equal(fact_of("unsafe", text), table[i].unsafe);
	}
}

/* A house built anew is another one: not used, and its old survey and grades say nothing of it, until it is looked at again. */
static void
facts__say__that_a_rebuilt_house_is_surveyed_anew(void **state)
{
	static const struct {
		struct standing standing[4];
		const char *old, *stands, *use, *unsafe;
	} table[] = {
		{ { NOTHING, SHOP, STRENGTHENED }, "no", "yes", "2", "no" },
		{ { NOTHING, SHOP, REBUILT }, "yes", "yes", "3", "no" },
		{ { NOTHING, HOME, REBUILT }, "yes", "yes", "3", "no" },
		{ { SEVERE, SHOP, REBUILT, GRADED("4", "2022-09-01") }, "yes", "yes", "3", "yes" },
		{ { SEVERE, NEW_SHOP, REBUILT }, "yes", "yes", "3", "yes" },
		{ { NOTHING_NEW, SHOP, REBUILT }, "yes", "yes", "3", "no" },
		{ { NOTHING_NEW, NEW_SHOP, REBUILT, GRADED("4", "2022-09-01") }, "no", "yes", "2", "no" },
		{ { NOTHING_NEW, NEW_SHOP, REBUILT, GRADED("4", "2022-09-21") }, "no", "yes", "3", "yes" },
		{ { SEVERE, SHOP, GONE }, "no", "no", "", "no" },
		{ { SEVERE, NEW_SHOP, GONE }, "yes", "yes", "3", "yes" }, /* registered in its place */
		{ { NOTHING_NEW, NEW_SHOP, GONE }, "no", "yes", "2", "no" },
	};
	char text[32];

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		stand(table[i].standing, COUNT(table[i].standing));
		assert_string_equal(fact_of("survey_old", text), table[i].old);
		assert_string_equal(fact_of("still_stands", text), table[i].stands);
		assert_string_equal(fact_of("may_use", text), table[i].use);
		assert_string_equal(fact_of("unsafe", text), table[i].unsafe);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules__fire_on_their_case__and_are_silent_beside_it),
		cmocka_unit_test(rules_of_photos__fire__on_one_used_twice),
		cmocka_unit_test(photo_of_the_survey__is_none_of_the_strike_off),
		cmocka_unit_test(finding__is_no_older_than_its_photo__behind_a_good_report),
		cmocka_unit_test(every_rule_of_a_form_that_repeats__has_a_case),
		cmocka_unit_test(facts__say__to_whom_a_proof_is_owed),
		cmocka_unit_test(facts__say__what_may_be_done_with_a_house),
		cmocka_unit_test(facts__say__that_a_rebuilt_house_is_surveyed_anew),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
