namespace BatchWorkflow.Jinja.Lexing;

internal enum TagKind
{
    Block, Variable, Comment, LineStatement, LineComment,
}

/// <summary>Finds the next tag of a template's text; each mark is searched for once along the text.</summary>
internal sealed class TagFinder
{
    private readonly string _text;
    private readonly (TagKind Kind, string Mark)[] _rules;
    private readonly int[] _next;

    internal TagFinder(string text, JinjaDelimiters delimiters)
    {
        _text = text;
        List<(TagKind Kind, string Mark, int Tie)> rules =
        [
            (TagKind.Comment, delimiters.CommentStart, 1), (TagKind.Block, delimiters.BlockStart, 0),
            (TagKind.Variable, delimiters.VariableStart, 4),
        ];
        if (!string.IsNullOrEmpty(delimiters.LineStatementPrefix))
            rules.Add((TagKind.LineStatement, delimiters.LineStatementPrefix, 3));
        if (!string.IsNullOrEmpty(delimiters.LineCommentPrefix))
            rules.Add((TagKind.LineComment, delimiters.LineCommentPrefix, 2));
        _rules = [.. rules.OrderByDescending(r => r.Mark.Length).ThenByDescending(r => r.Tie).Select(r => (r.Kind, r.Mark))];
        _next = new int[_rules.Length];
        Array.Fill(_next, -1);
    }

    /// <summary>The first tag at or after an offset: its kind, where it starts and where the text after its mark begins.</summary>
    internal bool TryFind(int from, out TagKind kind, out int start, out int after)
    {
        (kind, start, after) = (default, int.MaxValue, 0);
        for (int rule = 0; rule < _rules.Length; rule++)
        {
            (TagKind candidate, string mark) = _rules[rule];
            int found = NextMark(rule, from);
            if (found == int.MaxValue)
                continue;
            int begin = BeginOf(candidate, found);
            if (begin >= start)
                continue;
            (kind, start, after) = (candidate, begin, found + mark.Length);
        }

        return start != int.MaxValue;
    }

    private int NextMark(int rule, int from)
    {
        int found = _next[rule];
        if (found >= from && (found == int.MaxValue || BeginOf(_rules[rule].Kind, found) >= from))
            return found;
        int search = from;
        while (true)
        {
            found = _text.IndexOf(_rules[rule].Mark, search, StringComparison.Ordinal);
            if (found < 0)
                return _next[rule] = int.MaxValue;
            if (Fits(_rules[rule].Kind, found, from))
                return _next[rule] = found;
            search = found + 1;
        }
    }

    private bool Fits(TagKind kind, int mark, int from)
    {
        if (kind is not (TagKind.LineStatement or TagKind.LineComment))
            return true;
        int begin = BeginOf(kind, mark);
        bool atLineStart = begin == 0 || _text[begin - 1] == '\n';
        return begin >= from && (kind == TagKind.LineComment || atLineStart);
    }

    private int BeginOf(TagKind kind, int mark)
    {
        if (kind is not (TagKind.LineStatement or TagKind.LineComment))
            return mark;
        int begin = mark;
        while (begin > 0 && (kind == TagKind.LineStatement
            ? _text[begin - 1] is ' ' or '\t' or '\v'
            : _text[begin - 1] is not ('\n' or '\r') && char.IsWhiteSpace(_text[begin - 1])))
            begin--;
        return begin;
    }
}
