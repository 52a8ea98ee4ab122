using BatchWorkflow.Jinja.Calling;

namespace BatchWorkflow.Jinja.Filters;

/// <summary>All built-in filters.</summary>
internal static class FilterTable
{
    internal static FunctionTable Builtin { get; } = new(
        TextFilters.All, LayoutFilters.All, HtmlFilters.All, ConversionFilters.All, SequenceFilters.All, SelectionFilters.All, OrderFilters.All);
}
