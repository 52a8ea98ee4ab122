using System.Globalization;
using System.Text;
using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Rendering;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>Text quoted for addresses.</summary>
internal static class UrlText
{
    internal static object? Encode(in Invocation call)
    {
        RenderState state = call.State;
        if (call.Value is string or Markup || Iteration.Try(state, call.Value) is null)
            return Quote(state, SoftText.Of(call), inQuery: false);
        IEnumerable<object?> items = call.Value is DictValue dict
            ? Iteration.Over(state, new DictView(dict, DictViewKind.Items)) : Iteration.Over(state, call.Value);
        StringBuilder query = new();
        foreach (object? item in items)
        {
            List<object?> pair = Iteration.ToList(state, item);
            if (pair.Count != 2)
                throw Unpacking.WrongCount(pair.Count, 2);
            if (query.Length > 0)
                query.Append('&');
            query.Append(Quote(state, Texts.Str(state, pair[0]), inQuery: true)).Append('=')
                .Append(Quote(state, Texts.Str(state, pair[1]), inQuery: true));
            state.ChargeText(query.Length > state.Limits.MaxStringLength ? query.Length : 0);
        }

        return query.ToString();
    }

    private static string Quote(RenderState state, string text, bool inQuery)
    {
        StringBuilder quoted = new(text.Length);
        foreach (byte part in Encoding.UTF8.GetBytes(text))
        {
            char c = (char)part;
            if (char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '~' || (c == '/' && !inQuery))
                quoted.Append(c);
            else if (c == ' ' && inQuery)
                quoted.Append('+');
            else
                quoted.Append(CultureInfo.InvariantCulture, $"%{part:X2}");
        }

        state.ChargeText(quoted.Length);
        return quoted.ToString();
    }
}
