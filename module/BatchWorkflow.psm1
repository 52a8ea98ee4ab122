# Everything but the contracts lives in a load context of its own, so that our libraries never meet another module's.
# Only commands of PowerShell's own engine are used here: a host may lack the others.

$bin = "$PSScriptRoot/bin"
if (-not [System.IO.File]::Exists("$bin/BatchWorkflow.Loader.dll")) {
    throw [System.Management.Automation.ErrorRecord]::new(
        [System.IO.FileNotFoundException]::new("BatchWorkflow is not built. Run ./build.ps1, or dotnet build, in '$([System.IO.Path]::GetDirectoryName($PSScriptRoot))'."),
        'BatchWorkflow.Module.NotBuilt', 'ObjectNotFound', $bin)
}
$loader = 'BatchWorkflow.Loader.ModuleLoader' -as [type]
if (-not $loader) {
    $loader = [System.Reflection.Assembly]::LoadFrom("$bin/BatchWorkflow.Loader.dll").GetType('BatchWorkflow.Loader.ModuleLoader', $true)
}
try {
    $assembly = $loader::Load($bin)
}
catch [System.InvalidOperationException] {
    throw [System.Management.Automation.ErrorRecord]::new($_.Exception, 'BatchWorkflow.Module.OtherVersion', 'InvalidOperation', $bin)
}

# A module that was imported from an assembly stays known after its parent has gone, and a later import would find it without
# its cmdlets (https://github.com/PowerShell/PowerShell/issues/20710): so it goes when its parent goes.
$cmdlets = Import-Module -Assembly $assembly -PassThru
$ExecutionContext.SessionState.Module.OnRemove = { Remove-Module -ModuleInfo $cmdlets }
