using BatchWorkflow.Jinja.Rendering;

namespace BatchWorkflow.Jinja.Values;

/// <summary>Takes a value apart into a fixed number of parts.</summary>
internal static class Unpacking
{
    internal static IReadOnlyList<object?> Take(RenderState state, object? value, int count)
    {
        if (value is TupleValue tuple && tuple.Items.Length == count)
            return tuple.Items;
        if (Iteration.Try(state, value) is not { } items)
            throw Error.Type($"cannot unpack non-iterable {PythonTypes.NameOf(value)} object");
        List<object?> parts = new(count);
        foreach (object? item in items)
        {
            if (parts.Count == count)
                throw WrongCount(count + 1, count);
            parts.Add(item);
        }

        return parts.Count == count ? parts : throw WrongCount(parts.Count, count);
    }

    internal static JinjaException WrongCount(int found, int wanted) => Error.Value(found > wanted
        ? $"too many values to unpack (expected {wanted})"
        : $"not enough values to unpack (expected {wanted}, got {found})");
}
