using System.IO.Enumeration;

namespace BatchWorkflow.TestKit.Scripted;

/// <summary>Which answer the next call gets.</summary>
internal sealed class AnswerBook
{
    private readonly Lock gate = new();
    private readonly List<(string Pattern, Queue<Answer> Answers)> pages = [];

    public static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    public void Add(string pattern, IReadOnlyList<Answer> answers)
    {
        if (answers.Count == 0)
            throw new ArgumentException($"No answer is given for '{pattern}'.", nameof(answers));
        lock (gate)
            pages.Insert(0, (pattern, new Queue<Answer>(answers)));
    }

    public Answer Next(string name)
    {
        lock (gate)
        {
            Queue<Answer>? page = pages.FirstOrDefault(page => Matches(page.Pattern, name)).Answers;
            return page is null ? Answer.Ok : page.Count > 1 ? page.Dequeue() : page.Peek();
        }
    }
}
