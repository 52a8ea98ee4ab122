using System.Security.Cryptography;
using System.Text;
using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Globals;

/// <summary>Paragraphs of made-up text for trying layouts.</summary>
internal static class Lipsum
{
    private static readonly string[] Words =
    [
        "lorem", "ipsum", "dolor", "sit", "amet", "consectetur", "adipiscing", "elit", "sed", "do", "eiusmod", "tempor", "incididunt", "ut",
        "labore", "et", "dolore", "magna", "aliqua", "enim", "ad", "minim", "veniam", "quis", "nostrud", "exercitation", "ullamco",
        "laboris", "nisi", "aliquip", "ex", "ea", "commodo", "consequat",
    ];

    internal static object? Make(in Invocation call)
    {
        long count = call.Integer(0, 5);
        bool html = call.IsTrue(1, true);
        long least = call.Integer(2, 20);
        long most = call.Integer(3, 100);
        if (least >= most)
            throw Error.Value($"empty range for randrange() ({least}, {most}, {most - least})");
        call.State.ChargeText(Math.Max(0, count) > int.MaxValue / Math.Max(1, most) ? int.MaxValue : Math.Max(0, count) * most);
        List<string> paragraphs = [];
        for (long i = 0; i < count; i++)
            paragraphs.Add(Paragraph(RandomNumberGenerator.GetInt32((int)least, (int)most)));
        return html
            ? new Markup(string.Join('\n', paragraphs.Select(paragraph => $"<p>{paragraph}</p>")))
            : string.Join("\n\n", paragraphs);
    }

    private static string Paragraph(int words)
    {
        StringBuilder text = new();
        string last = "";
        bool begins = true;
        for (int i = 0; i < words; i++)
        {
            string word;
            do
                word = Words[RandomNumberGenerator.GetInt32(Words.Length)];
            while (word == last);
            last = word;
            bool ends = i + 1 == words || RandomNumberGenerator.GetInt32(12) == 0;
            text.Append(begins ? char.ToUpperInvariant(word[0]) + word[1..] : word).Append(ends ? "." : "").Append(i + 1 == words ? "" : " ");
            begins = ends;
        }

        return text.ToString();
    }
}
