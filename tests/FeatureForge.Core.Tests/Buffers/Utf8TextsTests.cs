using System.Text;
using FeatureForge.Core.Buffers;

namespace FeatureForge.Core.Tests.Buffers;

public class Utf8TextsTests
{
    // Every length of UTF-8, and both sides of the surrogates, where the order of bytes is not that of UTF-16.
    private static readonly string[] s_letters = ["a", "b", "/", "~", "\u00E9", "\u07FF", "\u0800", "\uD7FF", "\uE000", "\uEFFF", "\uF000", "\uFFFF", "\U00010000", "\U0001F600", "\U0010FFFF"];

    [Fact]
    public void Sort_WhenTextsHoldAnyCharacter_IsTheOrderOfStrings()
    {
        string[] strings = [.. DrawTexts(20_000).Distinct()];
        Utf8Texts texts = Make(strings);
        int[] order = texts.Sort();
        string[] expected = [.. strings.Order(StringComparer.Ordinal)];
        Assert.Equal(expected, Enumerable.Range(0, texts.Count).Select(i => Encoding.UTF8.GetString(texts[i])));
        Assert.Equal(expected, order.Select(former => strings[former]));
    }

    [Fact]
    public void Compare_WhenTextsHoldAnyCharacter_HasTheSignOfTheComparisonOfStrings()
    {
        string[] strings = [.. DrawTexts(600)];
        foreach (string a in strings)
        {
            foreach (string b in strings)
                Assert.Equal(Math.Sign(string.CompareOrdinal(a, b)), Math.Sign(Utf8Texts.Compare(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b))));
        }
    }

    [Fact]
    public void Find_WhenSorted_FindsEachAndNothingElse()
    {
        string[] strings = [.. DrawTexts(2000).Distinct()];
        Utf8Texts texts = Make([.. strings.Where((_, i) => i % 2 == 0)]);
        texts.Sort();
        for (int i = 0; i < texts.Count; i++)
            Assert.Equal(i, texts.Find(texts[i]));
        Assert.All(strings.Where((_, i) => i % 2 == 1), absent => Assert.Equal(-1, texts.Find(Encoding.UTF8.GetBytes(absent))));
        Assert.Equal(-1, new Utf8Texts().Find("a"u8));
    }

    [Fact]
    public void Add_WhenBlocksFill_KeepsEveryText()
    {
        var texts = new Utf8Texts();
        for (int i = 0; i < 100; i++)
            texts.Add(Enumerable.Repeat((byte)i, Utf8Texts.LongestText - i).ToArray());
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(Utf8Texts.LongestText - i, texts[i].Length);
            Assert.Equal(-1, texts[i].IndexOfAnyExcept((byte)i));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => texts.Add(Utf8Texts.LongestText + 1));
    }

    private static Utf8Texts Make(string[] strings)
    {
        var texts = new Utf8Texts();
        foreach (string text in strings)
            texts.Add(Encoding.UTF8.GetBytes(text));
        return texts;
    }

    private static IEnumerable<string> DrawTexts(int count)
    {
        var random = new Random(1);
        for (int i = 0; i < count; i++)
            yield return string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => s_letters[random.Next(s_letters.Length)]));
    }
}
