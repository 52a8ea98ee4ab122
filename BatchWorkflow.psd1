@{
    RootModule = 'module/BatchWorkflow.psm1'
    TypesToProcess = @('module/BatchWorkflow.types.ps1xml')
    FormatsToProcess = @('module/BatchWorkflow.format.ps1xml')
    ModuleVersion = '0.1.0'
    GUID = '6f1f4a5e-3c39-4d0e-9a51-8d5b1d6f2c47'
    Author = 'BatchWorkflow maintainers'
    CompanyName = 'BatchWorkflow'
    Copyright = '(c) BatchWorkflow maintainers. MIT license.'
    Description = 'Runs infrastructure changes as workflows: plans them, runs them step by step, resumes and undoes them.'
    PowerShellVersion = '7.6'
    CompatiblePSEditions = @('Core')
    CmdletsToExport = @(
        'Approve-BatchGate'
        'Deny-BatchGate'
        'Get-BatchAudit'
        'Get-BatchLog'
        'Get-BatchMetric'
        'Get-BatchProvider'
        'Get-BatchStatus'
        'Get-BatchTaskserv'
        'Invoke-BatchRollback'
        'Move-BatchState'
        'New-BatchPlan'
        'New-BatchWorkflow'
        'Remove-BatchWorkflow'
        'Resolve-BatchTemplate'
        'Restart-BatchWorkflow'
        'Resume-BatchWorkflow'
        'Skip-BatchOperation'
        'Stop-BatchWorkflow'
        'Submit-BatchWorkflow'
        'Suspend-BatchWorkflow'
        'Test-BatchAudit'
        'Test-BatchWorkflow'
        'Wait-BatchWorkflow'
    )
    FunctionsToExport = @()
    AliasesToExport = @()
    VariablesToExport = @()
    PrivateData = @{
        PSData = @{
            Tags = @('workflow', 'infrastructure', 'orchestration', 'rollback', 'PSEdition_Core', 'Linux', 'MacOS', 'Windows')
        }
    }
}
