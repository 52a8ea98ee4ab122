namespace BatchWorkflow.Jinja.Values;

/// <summary>Refuses values that no operation may look into.</summary>
internal static class Guard
{
    /// <summary>Throws for what is unknown or undefined.</summary>
    internal static void Refuse(object? value)
    {
        switch (value)
        {
            case UnknownValue unknown: throw new UnknownValueException(unknown);
            case JinjaUndefined undefined: throw undefined.Fail();
            default: break;
        }
    }

    internal static void Refuse(object? left, object? right)
    {
        RefuseUnknown(left);
        RefuseUnknown(right);
        Refuse(left);
        Refuse(right);
    }

    internal static void RefuseUnknown(object? value)
    {
        if (value is UnknownValue unknown)
            throw new UnknownValueException(unknown);
    }
}
