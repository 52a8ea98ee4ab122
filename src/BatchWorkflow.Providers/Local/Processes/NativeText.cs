using System.Runtime.InteropServices;

namespace BatchWorkflow.Providers.Local.Processes;

/// <summary>A string as C has it.</summary>
internal sealed unsafe class NativeText(string text) : IDisposable
{
    public byte* Pointer { get; private set; } = (byte*)Marshal.StringToCoTaskMemUTF8(text);

    public void Dispose()
    {
        Marshal.FreeCoTaskMem((nint)Pointer);
        Pointer = null;
    }
}

/// <summary>Strings as C has them: an array of pointers that ends with a null one.</summary>
internal sealed unsafe class NativeTextList : IDisposable
{
    private readonly int count;

    public NativeTextList(IReadOnlyList<string> texts)
    {
        count = texts.Count;
        Pointer = (byte**)NativeMemory.AllocZeroed((nuint)count + 1, (nuint)sizeof(byte*));
        for (int i = 0; i < count; i++)
            Pointer[i] = (byte*)Marshal.StringToCoTaskMemUTF8(texts[i]);
    }

    public byte** Pointer { get; private set; }

    public void Dispose()
    {
        for (int i = 0; Pointer is not null && i < count; i++)
            Marshal.FreeCoTaskMem((nint)Pointer[i]);
        NativeMemory.Free(Pointer);
        Pointer = null;
    }
}
