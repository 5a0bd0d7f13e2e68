#include "demo/people.h"

#include <stdio.h>
#include <string.h>

#include "base/attr.h"
#include "base/number/check.h"

void
demo_owner(struct random_stream *stream, struct demo_owner *out)
{
	static const char *const surnames[] = { "韦", "覃", "黄", "蓝", "陆", "罗", "陈", "牙", "班", "梁", "谭", "李", "杨", "石" };
	static const char *const given[] = { "建国", "秀英", "志明", "美兰", "永福", "桂花", "文军", "丽萍", "国庆", "小燕",
					     "德胜", "春梅", "海波", "金花", "正平", "月娥", "家旺", "彩云", "光明", "秋菊" };
	uint32_t year = 1950 + random_stream_below(stream, 45), month = 1 + random_stream_below(stream, 12);
	uint32_t day = 1 + random_stream_below(stream, 28), serial = random_stream_below(stream, 1000);
	const char *area = random_stream_below(stream, 3) == 0 ? "452728" : "451224";
	char digits[48];
	/* Each draw is a statement of its own, because compilers differ in the order of a call's arguments. */
	const char *surname = surnames[random_stream_below(stream, ARRAY_LEN(surnames))];

	snprintf(out->name, sizeof(out->name), "%s%s", surname, given[random_stream_below(stream, ARRAY_LEN(given))]);
	snprintf(digits, sizeof(digits), "%s%04u%02u%02u%03u", area, year, month, day, serial);
	memcpy(out->id_number, digits, 17);
	out->id_number[17] = check_mod11(digits);
	out->id_number[18] = '\0';
	snprintf(out->phone, sizeof(out->phone), "0778%07u", 1000000 + random_stream_below(stream, 8999999));
}

const char *
demo_hamlet(struct random_stream *stream)
{
	static const char *const names[] = {
		"那亮", "巴英", "板坡", "弄桃", "坡索", "拉平", "那洪", "东里", "上垌", "下垌", "新村", "老街"
	};

	return names[random_stream_below(stream, ARRAY_LEN(names))];
}

const char *
demo_shop(struct random_stream *stream, const char *trade)
{
	static const struct {
		const char *trade, *names[4];
	} shops[] = {
		{ "1", { "好味餐馆", "红水河饭店", "小吃店", "山里人家" } },
		{ "2", { "平安旅馆", "山里客栈", "平安旅馆", "红水河宾馆" } },
		{ "3", { "便民商店", "兴旺超市", "五金店", "日杂店" } },
		{ "4", { "棋牌室", "台球室", "棋牌室", "台球室" } },
		{ "5", { "托管班", "托管班", "托管班", "托管班" } },
		{ "6", { "诊所", "诊所", "诊所", "诊所" } },
		{ "8", { "酒坊", "加工坊", "酒坊", "加工坊" } },
		{ "9", { "仓库", "仓库", "仓库", "仓库" } },
		{ "10", { "出租房", "出租房", "出租房", "出租房" } },
	};
	uint32_t drawn = random_stream_below(stream, 10);

	for (size_t i = 0; i < ARRAY_LEN(shops); i++)
		if (strcmp(shops[i].trade, trade) == 0)
			return shops[i].names[drawn % 4];
	return "经营部";
}
