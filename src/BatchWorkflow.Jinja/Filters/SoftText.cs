using BatchWorkflow.Jinja.Calling;
using BatchWorkflow.Jinja.Values;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>The value of a filter as text that stays safe where it was.</summary>
internal static class SoftText
{
    internal static string Of(in Invocation call) => Texts.Str(call.State, call.Value);

    internal static object Keep(in Invocation call, string text)
    {
        call.State.ChargeText(text.Length);
        return Texts.Wrap(text, call.Value is Markup);
    }
}
